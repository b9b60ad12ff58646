package io.credentialbroker.client.cli.surroundings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    return Executables.find("stty", here.variable("PATH")).map(TerminalSize::said).orElse(USUAL);
  }

  /** The JDK does not ask the terminal driver; stty (POSIX) does, of whatever is its standard input. */
  private static TerminalSize said(Path stty) {
    try {
      Process process = new ProcessBuilder(stty.toString(), "size")
          .redirectInput(Path.of("/dev/tty").toFile())
          .redirectError(ProcessBuilder.Redirect.DISCARD).start();
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return USUAL;
      }
      return read(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  /** Rows and columns as stty prints them. A terminal that has not been told its size says 0. */
  public static TerminalSize read(String said) {
    Matcher size = SAID.matcher(said);
    return size.matches()
        ? new TerminalSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)))
        : USUAL;
  }
}
