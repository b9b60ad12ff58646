package io.credentialbroker.client.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code broker credential-process} with options; without any, {@link BrokerCommand} does not come here. */
@Command(name = "credential-process", mixinStandardHelpOptions = true, description = {
    "Prints a profile's credentials for tools that know credential_process only.",
    "On failure nothing is printed to standard output."}, footerHeading = "%nExample, in ~/.aws/config:%n", footer = {
        "  [profile tool]", "  credential_process = broker credential-process deploy"})
final class CredentialProcessCommand implements Callable<Integer> {
  private final Surroundings here;

  @Parameters(paramLabel = "PROFILE", description = "The profile, as it is called in the AWS config.")
  private String profile = "";

  CredentialProcessCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    return CredentialProcess.print(profile, here);
  }
}
