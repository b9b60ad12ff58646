package io.credentialbroker.client.cli.run;

import io.credentialbroker.client.cli.BrokerCommand;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code broker credential-process} with options; without any, {@link BrokerCommand} does not come here. */
@Command(name = "credential-process", description = {
    "Prints a profile's credentials for tools that know credential_process only.",
    "On failure nothing is printed to standard output."}, footerHeading = "%nExample, in ~/.aws/config:%n", footer = {
        "  [profile tool]", "  credential_process = broker credential-process deploy"})
public final class CredentialProcessCommand extends Subcommand implements AsksForProfile {
  @Parameters(paramLabel = "PROFILE", description = "The profile, as it is called in the AWS config.")
  private String profile = "";

  public CredentialProcessCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() {
    return CredentialProcess.print(profile, here);
  }

  @Override
  public String profile() {
    return profile;
  }
}
