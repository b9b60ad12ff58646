package io.credentialbroker.client.cli.session;

import io.credentialbroker.client.JsonText;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.ResultJson;
import io.credentialbroker.client.cli.usage.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code broker unlock}: ends {@code broker lock}. */
@Command(name = "unlock", description = "Has the daemon hand out credentials again.", footerHeading = "%nExample:%n", footer = "  broker unlock")
public final class UnlockCommand extends Subcommand {
  @Mixin
  private ResultJson json = new ResultJson();

  public UnlockCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    new Daemon(here).control().unlock();
    here.out().println(json.wanted() ? JsonText.line(ResultJson.object("locked", false)) : "unlocked");
    return ExitCode.OK;
  }
}
