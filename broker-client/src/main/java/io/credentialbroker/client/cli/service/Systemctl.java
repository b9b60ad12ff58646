package io.credentialbroker.client.cli.service;

import io.credentialbroker.client.cli.surroundings.Executables;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The user's own service manager, where there is one and it answers. */
final class Systemctl {
  private static final long LONGEST_SECONDS = 60;

  private final Surroundings here;
  private final Optional<Path> program;

  Systemctl(Surroundings here) {
    this.here = here;
    this.program = Executables.find("systemctl", here.variable("PATH"));
  }

  /** What became of one call. */
  record Outcome(int exit, String said) {
    boolean well() {
      return exit == 0;
    }
  }

  /** Whether there is a service manager to talk to: none without a login session, nor in most containers. */
  boolean answers() {
    return user("show", "--property=Version").filter(Outcome::well).isPresent();
  }

  /**
   * One call of {@code systemctl --user}.
   *
   * @return empty when there is no systemctl, or it does not come to an end
   */
  Optional<Outcome> user(String... arguments) {
    if (program.isEmpty()) {
      return Optional.empty();
    }
    var line = new ArrayList<>(List.of(program.get().toString(), "--user", "--no-pager"));
    line.addAll(List.of(arguments));
    try {
      var builder = new ProcessBuilder(line).redirectErrorStream(true)
          .redirectInput(Path.of("/dev/null").toFile());
      builder.environment().clear();
      builder.environment().putAll(here.environment());
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return Optional.of(new Outcome(process.exitValue(), said));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
