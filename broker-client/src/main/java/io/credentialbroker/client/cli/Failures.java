package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.StatusReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a failure looks to a person: one line that starts with {@code error:}, one with {@code hint:}. */
final class Failures {
  private Failures() {}

  /**
   * Prints why, and answers the exit code.
   *
   * @param profile the one that was asked for, if any
   */
  static int print(BrokerException failure, @Nullable String profile, Surroundings here) {
    here.err().println("error: " + failure.getMessage());
    String hint = nearest(failure, profile, here).map(name -> "did you mean '" + name + "'?")
        .orElse(failure.hint());
    if (!hint.isEmpty()) {
      here.err().println("hint: " + hint);
    }
    return ExitCode.of(failure.kind());
  }

  /** The profile that was probably meant, when the one asked for does not exist. */
  private static Optional<String> nearest(BrokerException failure, @Nullable String profile,
      Surroundings here) {
    if (profile == null || !"ProfileNotFound".equals(failure.code())) {
      return Optional.empty();
    }
    try {
      var names = new Daemon(here).control().status().profiles().stream().map(StatusReport.Profile::name);
      return Nearest.to(profile, names.toList());
    } catch (BrokerException e) {
      // A hint that cannot be had must not hide the error it belongs to.
      return Optional.empty();
    }
  }
}
