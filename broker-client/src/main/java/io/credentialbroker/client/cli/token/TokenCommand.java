package io.credentialbroker.client.cli.token;

import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.Subcommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code broker token}: named tokens, which programs that no person starts come with. */
@Command(name = "token", synopsisSubcommandLabel = "COMMAND", description = {
    "Makes, lists and revokes named tokens. Each is for certain profiles only, and may end by itself.",
    "They live on over restarts of the daemon, which keeps only their digests."}, commandListHeading = "%nCommands:%n", footerHeading = "%nExamples:%n", footer = {
        "  broker token new ci --profiles 'build-*' --expires 8h --out ~/.ci.token", "  broker token list",
        "  broker token revoke ci"})
public final class TokenCommand extends Subcommand {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  private TokenCommand(Surroundings here) {
    super(here);
  }

  public static CommandLine withParts(Surroundings here) {
    return new CommandLine(new TokenCommand(here)).addSubcommand(new TokenNewCommand(here))
        .addSubcommand(new TokenListCommand(here)).addSubcommand(new TokenRevokeCommand(here));
  }

  @Override
  public Integer call() {
    throw new Corrected(spec, "broker token needs new, list or revoke", "broker token list");
  }
}
