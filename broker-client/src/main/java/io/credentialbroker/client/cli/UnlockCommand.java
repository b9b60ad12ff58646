package io.credentialbroker.client.cli;

import io.credentialbroker.client.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code broker unlock}: ends {@code broker lock}. */
@Command(name = "unlock", description = "Has the daemon hand out credentials again.", footerHeading = "%nExample:%n", footer = "  broker unlock")
final class UnlockCommand extends Subcommand {
  @Mixin
  private ResultJson json = new ResultJson();

  UnlockCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    new Daemon(here).control().unlock();
    here.out().println(json.wanted() ? JsonText.line(ResultJson.object("locked", false)) : "unlocked");
    return ExitCode.OK;
  }
}
