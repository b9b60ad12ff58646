package io.credentialbroker.client.cli.usage;

import io.credentialbroker.client.cli.shell.Shell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command line as it was typed, from which the one that was meant is made.
 *
 * @param words without {@code broker}
 */
public record Typed(List<String> words) {
  public Typed {
    words = List.copyOf(words);
  }

  /** What was typed for the command that is being parsed or run. */
  public static Typed of(CommandSpec spec) {
    return new Typed(spec.root().commandLine().getParseResult().originalArgs());
  }

  /** With another word, or none, in the place of one; a value may stand behind its option and {@code =} too. */
  public Typed with(String wrong, String right) {
    return new Typed(words.stream().filter(word -> !right.isEmpty() || !word.equals(wrong))
        .map(word -> word.equals(wrong)
            ? right
            : word.endsWith('=' + wrong) ? word.substring(0, word.length() - wrong.length()) + right : word)
        .toList());
  }

  /** Without these words, and without options of these names that have their value behind {@code =}. */
  Typed without(Collection<String> some) {
    return new Typed(words.stream().filter(word -> !some.contains(word.replaceFirst("=.*", ""))
        && !some.contains(word)).toList());
  }

  /** Without an option and the value that follows it. */
  public Typed withoutOption(String option) {
    int at = words.indexOf(option);
    return at < 0 || at + 1 >= words.size()
        ? without(List.of(option))
        : new Typed(Stream.concat(words.subList(0, at).stream(), words.subList(at + 2, words.size()).stream())
            .toList());
  }

  /** With placeholders behind it, which are shown as they are. */
  public String plus(String labels) {
    return labels.isEmpty() ? toString() : toString() + ' ' + labels;
  }

  /** The options that stand before a command, moved behind it; the same where there are none. */
  Typed optionsBehind(Collection<String> commands) {
    int command = 0;
    while (command < words.size() && !commands.contains(words.get(command))) {
      command++;
    }
    var moved = new ArrayList<>(words.subList(command, words.size()));
    moved.addAll(words.subList(0, command));
    return new Typed(moved);
  }

  /** As a person would type it. What is a list of words to choose from stays readable. */
  @Override
  public String toString() {
    return "broker" + words.stream()
        .map(word -> ' ' + (isChoice(word) ? word : Shell.posixIfNeeded(word)))
        .collect(Collectors.joining());
  }

  private static boolean isChoice(String word) {
    return word.matches("(--[a-z-]+=)?[a-z0-9-]+(\\|[a-z0-9-]+)+");
  }
}
