package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;

/** {@code broker status --ready}: whether a daemon answers, and of no profile in particular. */
final class Readiness {
  private Readiness() {}

  /** Its status as it is, unread: an answer of the right version is all that counts. */
  static int check(Surroundings here) {
    try {
      new Daemon(here).control().statusJson();
      return ExitCode.OK;
    } catch (BrokerException e) {
      return Failures.print(e, null, "broker status", here);
    }
  }
}
