package io.credentialbroker.client.cli.token;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.JsonText;
import io.credentialbroker.client.NamedToken;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.Nearest;
import io.credentialbroker.client.cli.usage.ResultJson;
import io.credentialbroker.client.cli.usage.Subcommand;
import java.util.List;
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
    var control = new Daemon(here).control();
    String id;
    try {
      id = control.revokeToken(name);
    } catch (BrokerException e) {
      throw "TokenNotFound".equals(e.code())
          ? new BrokerException(e.kind(), "there is no token '" + name + "'", others(control))
          : e;
    }
    here.out().println(json.wanted()
        ? JsonText.line(ResultJson.object("name", name, "id", id))
        : "token " + name + " (" + id + ") is revoked");
    return ExitCode.OK;
  }

  /** The token that was probably meant, or those that there are. */
  private String others(ControlClient control) {
    try {
      List<String> names = control.tokens().stream().map(NamedToken::name).toList();
      return Nearest.to(name, names).map(near -> "did you mean '" + near + "'?").orElse(names.isEmpty()
          ? "there are no named tokens; one that was revoked, has expired or is used up is gone"
          : "'broker token list' shows those there are");
    } catch (BrokerException e) {
      return ""; // a hint that cannot be had must not hide the error it belongs to
    }
  }
}
