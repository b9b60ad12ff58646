package io.credentialbroker.client.cli.surroundings;

import java.io.ByteArrayInputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a person types, or a program writes for them.
 *
 * @param terminal whether standard input is a terminal
 * @param input standard input, for when it is none
 * @param unseen asks on the terminal
 */
public record Keyboard(boolean terminal, InputStream input, Unseen unseen) {

  /** Nobody. */
  static final Keyboard NONE = new Keyboard(false, new ByteArrayInputStream(new byte[0]), prompt -> null);

  private static final int LONGEST_LINE = 256;

  /** Asks for something that is not to be seen while it is typed. */
  @FunctionalInterface
  public interface Unseen {
    /** Null where there is no terminal to ask on, or the person ended the input. */
    char @Nullable [] ask(String prompt) throws NoTerminal;
  }

  /** There is nowhere to ask. */
  public static final class NoTerminal extends Exception {
    private static final long serialVersionUID = 1L;
  }

  static Keyboard ofThisProcess() {
    return new Keyboard(Terminals.isTerminal(0), System.in, Keyboard::onTheConsole);
  }

  /** The first line of standard input without its end, 256 characters at most; null when there is none. */
  @Nullable
  public String line() throws IOException {
    var line = new StringBuilder();
    for (int c = input.read(); c != '\n'; c = input.read()) {
      if (c < 0) {
        return line.length() == 0 ? null : line.toString();
      }
      if (c != '\r' && line.length() < LONGEST_LINE) {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** On Java 21 and older there is none where standard output is not a terminal either. */
  @SuppressWarnings("SystemConsoleNull")
  private static char @Nullable [] onTheConsole(String prompt) throws NoTerminal {
    Console console = System.console();
    if (console == null) {
      throw new NoTerminal();
    }
    return console.readPassword("%s", prompt);
  }
}
