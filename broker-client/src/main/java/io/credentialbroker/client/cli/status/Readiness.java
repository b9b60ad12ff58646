package io.credentialbroker.client.cli.status;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.daemon.Failures;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;

/** {@code broker status --ready}: whether a daemon answers, and of no profile in particular. */
public final class Readiness {
  private Readiness() {}

  /** Its status as it is, unread: an answer of the right version is all that counts. */
  public static int check(Surroundings here) {
    try {
      new Daemon(here).control().statusJson();
      return ExitCode.OK;
    } catch (BrokerException e) {
      return Failures.print(e, null, "broker status", here);
    }
  }
}
