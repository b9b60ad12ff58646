package io.credentialbroker.client.cli.surroundings;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The person's browser, through the program of the desktop that opens addresses. */
public final class Browser {
  private static final List<String> OPENERS = List.of("xdg-open", "wslview", "open");
  /** An opener that cannot do its work says so at once; one that runs the browser itself does not end. */
  private static final int OPENER_SECONDS = 3;

  private final Path opener;
  private final Surroundings here;

  private Browser(Path opener, Surroundings here) {
    this.opener = opener;
    this.here = here;
  }

  public static Browser find(Surroundings here) throws BrokerException {
    Optional<Path> opener = OPENERS.stream()
        .flatMap(name -> Executables.find(name, here.variable("PATH")).stream()).findFirst();
    boolean display = !here.variable("DISPLAY").isEmpty() || !here.variable("WAYLAND_DISPLAY").isEmpty()
        || !here.variable("BROWSER").isEmpty();
    // On a Mac and under Windows the display has no variable, and xdg-open is not what is found.
    boolean usable = opener.map(path -> display || !path.endsWith("xdg-open")).orElse(false);
    if (!usable) {
      throw new BrokerException(Kind.LOCAL, "no browser can be opened: "
          + (opener.isEmpty() ? "there is no " + String.join(", ", OPENERS) : "there is no display"),
          "--print prints the link");
    }
    return new Browser(opener.orElseThrow(), here);
  }

  /** Opens an address that is no secret; answers the exit code of the command. */
  public int open(String address) {
    try {
      var builder = new ProcessBuilder(opener.toString(), address)
          .redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(here.environment());
      Process process = builder.start();
      if (!process.waitFor(OPENER_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0) {
        return ExitCode.OK;
      }
      return failed(opener.getFileName() + " ended with exit code " + process.exitValue());
    } catch (IOException e) {
      return failed(opener + " cannot be run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("the command was interrupted");
    }
  }

  private int failed(String what) {
    here.err().println("error: no browser was opened: " + what);
    here.err().println("hint: --print prints the link");
    return ExitCode.FAILED;
  }
}
