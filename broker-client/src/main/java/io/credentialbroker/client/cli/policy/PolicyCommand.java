package io.credentialbroker.client.cli.policy;

import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.Corrected;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code broker policy}: the IAM documents that role sessions need. */
@Command(name = "policy", synopsisSubcommandLabel = "COMMAND", description = "Writes and judges IAM policies for roles. Nothing of it calls AWS.", commandListHeading = "%nCommands:%n", footerHeading = "%nExamples:%n", footer = {
    "  broker policy allow --all > policy.json", "  broker policy trust deploy --principal 123456789012",
    "  broker policy lint trust.json"})
public final class PolicyCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = { "-h", "--help"}, usageHelp = true, description = "Shows this help and exits.")
  @SuppressWarnings("UnusedVariable") // picocli prints the help before anybody could read it
  private boolean help;

  private PolicyCommand() {}

  public static CommandLine model(Surroundings here) {
    return new CommandLine(new PolicyCommand()).addSubcommand(new PolicyAllowCommand(here))
        .addSubcommand(new PolicyTrustCommand(here)).addSubcommand(new PolicyLintCommand(here));
  }

  @Override
  public void run() {
    throw new Corrected(spec, "broker policy needs allow, trust or lint", "broker policy lint FILE");
  }
}
