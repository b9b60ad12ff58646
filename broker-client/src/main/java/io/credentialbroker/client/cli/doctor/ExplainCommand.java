package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code broker explain}: what a profile became, and why. */
@Command(name = "explain", description = {
    "Shows how a profile's credentials are made, and where each value comes from.",
    "Secrets are masked. What is wrong with a profile that cannot be served is shown as well."}, footerHeading = "%nExamples:%n", footer = {
        "  broker explain deploy", "  broker explain deploy --json | jq .recipe.settings"})
public final class ExplainCommand extends Subcommand implements AsksForProfile {
  @Parameters(paramLabel = "PROFILE", description = "The profile, as it is called in the AWS config.")
  private String profile = "";

  @Option(names = "--json", description = "Everything, as the daemon tells it: docs/control-api.md.")
  private boolean json;

  public ExplainCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    ControlClient control = new Daemon(here).control();
    if (json) {
      here.out().println(control.explainJson(profile).stripTrailing());
    } else {
      here.out().print(ExplanationText.of(control.explain(profile), here));
      FileChecks.tellMisspelt(here, profile, Integer.MAX_VALUE);
    }
    return ExitCode.OK;
  }

  @Override
  public String profile() {
    return profile;
  }
}
