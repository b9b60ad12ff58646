package io.credentialbroker.client.cli.surroundings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a terminal shows.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
public record TerminalSize(int rows, int columns) {
  private static final TerminalSize USUAL = new TerminalSize(24, 80);
  private static final Pattern SAID = Pattern.compile("([1-9][0-9]{0,4}) ([1-9][0-9]{0,4})\\s*");

  /** Of the terminal of this process as it is now; 24 by 80 where nobody tells. */
  public static TerminalSize now(Surroundings here) {
    return told(here).orElse(USUAL);
  }

  /** Where sentences on standard output go on in the next line: nowhere for a program, or where nobody tells. */
  public static int widthOfSentences(Surroundings here) {
    return here.terminal()
        ? told(here).map(TerminalSize::columns).orElse(Integer.MAX_VALUE)
        : Integer.MAX_VALUE;
  }

  /** As {@link #now}, empty where nobody tells. */
  public static Optional<TerminalSize> told(Surroundings here) {
    return Executables.find("stty", here.variable("PATH")).flatMap(TerminalSize::said);
  }

  /** The JDK does not ask the terminal driver; stty (POSIX) does, of whatever is its standard input. */
  private static Optional<TerminalSize> said(Path stty) {
    try {
      Process process = new ProcessBuilder(stty.toString(), "size")
          .redirectInput(Path.of("/dev/tty").toFile())
          .redirectError(ProcessBuilder.Redirect.DISCARD).start();
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return read(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Rows and columns as stty prints them. A terminal that has not been told its size says 0. */
  public static Optional<TerminalSize> read(String said) {
    Matcher size = SAID.matcher(said);
    return size.matches()
        ? Optional.of(new TerminalSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))))
        : Optional.empty();
  }
}
