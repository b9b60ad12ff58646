package io.credentialbroker.client.cli.run;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.daemon.Failures;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;

/** {@code broker credential-process PROFILE}: the daemon's answer, byte for byte, or a reason and no output. */
public final class CredentialProcess {
  private CredentialProcess() {}

  public static int print(String profile, Surroundings here) {
    try {
      var daemon = new Daemon(here);
      byte[] answer = daemon.started(() -> daemon.credentialProcess(profile));
      here.out().write(answer, 0, answer.length);
      here.out().println();
      return ExitCode.OK;
    } catch (BrokerException e) {
      return Failures.print(e, profile, "broker credential-process", here);
    }
  }
}
