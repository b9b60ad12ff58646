package io.credentialbroker.client.cli;

import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.StandardOutput;
import io.credentialbroker.client.cli.surroundings.Surroundings;

/**
 * Several commands in one process, for the recording of the AOT cache: one recording covers one process, and people
 * run more than one command. The build of the package runs it; nobody else has a use for it.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Runs each argument as the words of one command.
   *
   * @throws IllegalStateException when one of them fails: what it does is then not in the recording
   */
  public static void main(String[] commands) {
    for (String command : commands) {
      var here = Surroundings.ofThisProcess(new StandardOutput());
      int code = BrokerCommand.run(command.split(" "), here);
      here.out().flush();
      here.err().flush();
      if (code != ExitCode.OK) {
        throw new IllegalStateException("'broker " + command + "' ended with exit code " + code);
      }
    }
  }
}
