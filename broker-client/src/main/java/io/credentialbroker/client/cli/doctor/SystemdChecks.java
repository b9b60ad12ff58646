package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.cli.surroundings.Executables;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** How the user's service manager sees the units of the broker, where there is one. */
final class SystemdChecks {
  private static final String SYSTEMD = "systemd";
  private static final List<String> UNITS = List.of("credential-broker.socket", "credential-broker.service");
  private static final long LIMIT_SECONDS = 2;

  private SystemdChecks() {}

  /** Empty where no user's systemd runs, as in a container. */
  static List<Finding> of(Surroundings here) {
    String runtime = here.variable("XDG_RUNTIME_DIR");
    Optional<Path> systemctl = Executables.find("systemctl", here.variable("PATH"));
    if (runtime.isEmpty() || !Files.exists(Path.of(runtime, "systemd")) || systemctl.isEmpty()) {
      return List.of(Finding.note(SYSTEMD, "no systemd runs for this user"));
    }
    var findings = new ArrayList<Finding>();
    for (String unit : UNITS) {
      show(systemctl.get(), unit, here).ifPresent(shown -> findings.add(judged(unit, shown)));
    }
    return findings.isEmpty()
        ? List.of(Finding.note(SYSTEMD, "the user's systemd does not answer"))
        : findings;
  }

  private static Finding judged(String unit, Map<String, String> shown) {
    String state = shown.getOrDefault("ActiveState", "unknown");
    if (shown.getOrDefault("LoadState", "").equals("not-found")) {
      return Finding.note(SYSTEMD, unit + " is not installed");
    }
    return state.equals("failed")
        ? Finding.problem(SYSTEMD, unit + " has failed (" + shown.getOrDefault("Result", "no reason") + ")",
            "journalctl --user -u " + unit + " -n 20")
        : Finding.ok(SYSTEMD,
            unit + " is " + state + " and " + shown.getOrDefault("UnitFileState", "static"));
  }

  private static Optional<Map<String, String>> show(Path systemctl, String unit, Surroundings here) {
    try {
      var builder = new ProcessBuilder(systemctl.toString(), "--user", "show", unit,
          "--property=LoadState,ActiveState,UnitFileState,Result")
          .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(here.environment());
      Process process = builder.start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      // Four short lines fit into a pipe, so they can be read after the end.
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() != 0
          ? Optional.empty()
          : Optional.of(text.lines().filter(line -> line.contains("="))
              .collect(Collectors.toMap(line -> line.substring(0, line.indexOf('=')),
                  line -> line.substring(line.indexOf('=') + 1), (one, two) -> two)));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
