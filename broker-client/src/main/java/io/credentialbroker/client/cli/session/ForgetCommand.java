package io.credentialbroker.client.cli.session;

import io.credentialbroker.client.Forgotten;
import io.credentialbroker.client.JsonText;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.ResultJson;
import io.credentialbroker.client.cli.usage.Subcommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker forget}: throws sessions away, so that a revoked one is replaced at once. */
@Command(name = "forget", description = {
    "Drops the session of a profile, or of all; the next request fetches a new one.",
    "With --all, sessions that were made with a one-time code go, too; their profiles then need a new code.",
    "Programs that hold the old session learn of it when they ask next."}, footerHeading = "%nExamples:%n", footer = {
        "  broker forget deploy", "  broker forget --all"})
public final class ForgetCommand extends Subcommand implements AsksForProfile {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "The profile.")
  private @Nullable String profile;

  @Option(names = "--all", description = "All profiles.")
  private boolean all;

  @Mixin
  private ResultJson json = new ResultJson();

  public ForgetCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    if (all == (profile != null)) {
      throw new Corrected(spec,
          all ? "PROFILE and --all exclude each other" : "either PROFILE or --all is needed",
          "broker forget " + (profile == null ? "PROFILE" : Shell.posixIfNeeded(profile)));
    }
    var control = new Daemon(here).control();
    Forgotten dropped = profile == null ? control.forgetAll() : control.forget(profile);
    here.out().println(json.wanted()
        ? JsonText.line(ResultJson.object("forgotten", dropped.sessions(), "needCode",
            dropped.needCode() == 0 ? null : dropped.needCode()))
        : dropped.sessions() + (dropped.sessions() == 1 ? " session dropped" : " sessions dropped"));
    if (dropped.needCode() > 0) {
      here.note((dropped.needCode() == dropped.sessions()
          ? dropped.sessions() == 1 ? "it was" : "they were"
          : dropped.needCode() + " of them " + (dropped.needCode() == 1 ? "was" : "were"))
          + " made with a one-time code; what needs " + (dropped.needCode() == 1 ? "it" : "them")
          + " is served again after a new code: broker mfa");
    }
    return ExitCode.OK;
  }

  @Override
  public @Nullable String profile() {
    return profile;
  }
}
