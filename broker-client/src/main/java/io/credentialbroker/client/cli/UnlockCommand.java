package io.credentialbroker.client.cli;

import picocli.CommandLine.Command;

/** {@code broker unlock}: ends {@code broker lock}. */
@Command(name = "unlock", description = "Has the daemon hand out credentials again.", footerHeading = "%nExample:%n", footer = "  broker unlock")
final class UnlockCommand extends Subcommand {
  UnlockCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    new Daemon(here).control().unlock();
    here.out().println("unlocked");
    return ExitCode.OK;
  }
}
