package io.credentialbroker.client.cli;

import io.credentialbroker.client.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code broker token revoke}: the token is refused from now on. */
@Command(name = "revoke", description = "Refuses a named token from now on, on connections that are open too.", footerHeading = "%nExample:%n", footer = "  broker token revoke ci")
final class TokenRevokeCommand extends Subcommand {
  @Parameters(paramLabel = "NAME", description = "The token's name.")
  private String name = "";

  @Mixin
  private ResultJson json = new ResultJson();

  TokenRevokeCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    String id = new Daemon(here).control().revokeToken(name);
    here.out().println(json.wanted()
        ? JsonText.line(ResultJson.object("name", name, "id", id))
        : "token " + name + " (" + id + ") is revoked");
    return ExitCode.OK;
  }
}
