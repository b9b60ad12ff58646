package io.credentialbroker.client.cli.session;

import io.credentialbroker.client.JsonText;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.ResultJson;
import io.credentialbroker.client.cli.usage.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code broker lock}: stops all vending at once. */
@Command(name = "lock", description = {
    "Has the daemon hand out nothing more, to nobody, until 'broker unlock'.",
    "Programs keep what they hold already. A restart of the daemon does not unlock it; a reboot does."}, footerHeading = "%nExample:%n", footer = "  broker lock")
public final class LockCommand extends Subcommand {
  @Mixin
  private ResultJson json = new ResultJson();

  public LockCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    new Daemon(here).control().lock();
    here.out().println(json.wanted()
        ? JsonText.line(ResultJson.object("locked", true))
        : "locked; 'broker unlock' opens it again");
    return ExitCode.OK;
  }
}
