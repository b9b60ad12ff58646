package io.credentialbroker.core.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a command line as botocore does (Python's {@code shlex.split}): blanks separate, single quotes keep
 * everything, double quotes keep everything but {@code \"} and {@code \\}, and elsewhere a backslash keeps the
 * character after it. No variables, no {@code ~}, no pipes: there is no shell.
 */
final class CommandWords {
  private final List<String> words = new ArrayList<>();
  private @Nullable StringBuilder word;

  private CommandWords() {}

  /** The words; at least one. Throws {@code IllegalArgumentException} with a sentence for people. */
  static List<String> split(String line) {
    var splitting = new CommandWords();
    splitting.read(line);
    if (splitting.words.isEmpty()) {
      throw new IllegalArgumentException("The command is empty.");
    }
    return List.copyOf(splitting.words);
  }

  private void read(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'') {
        if (++i == line.length()) {
          throw new IllegalArgumentException("The command ends in a backslash.");
        }
        char next = line.charAt(i);
        if (quote == '"' && next != '"' && next != '\\') {
          current().append(c);
        }
        current().append(next);
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        current(); // '' is a word too
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
        finish();
      } else {
        current().append(c);
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("A quotation mark of the command is not closed.");
    }
    finish();
  }

  private StringBuilder current() {
    if (word == null) {
      word = new StringBuilder();
    }
    return word;
  }

  private void finish() {
    if (word != null) {
      words.add(word.toString());
      word = null;
    }
  }
}
