package io.credentialbroker.client.cli;

import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.ProfileDiagnosis;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code broker doctor}: what is wrong, and what mends it. */
@Command(name = "doctor", description = {
    "Makes the credentials of PROFILE anew, step by step, and explains the first step that fails:",
    "its likely causes, the surest first, each with what mends it. Sessions that are held stay as they are.",
    "Exit code 0 when everything works, 1 when something does not."}, footerHeading = "%nExamples:%n", footer = {
        "  broker doctor deploy", "  broker doctor deploy --json | jq '.causes[0]'"})
final class DoctorCommand extends Subcommand implements AsksForProfile {
  @Parameters(paramLabel = "PROFILE", description = "The profile to examine.")
  private @Nullable String profile;

  @Option(names = "--json", description = "Everything, as the daemon tells it: docs/control-api.md.")
  private boolean json;

  DoctorCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    ControlClient control = new Daemon(here).control();
    return examine(control, String.valueOf(profile));
  }

  @Override
  public @Nullable String profile() {
    return profile;
  }

  private int examine(ControlClient control, String name) throws Exception {
    ProfileDiagnosis found;
    if (json) {
      String answer = control.examineJson(name);
      here.out().println(answer.stripTrailing());
      found = ProfileDiagnosis.read(answer);
    } else {
      found = control.examine(name);
      here.out().print(DiagnosisText.of(found, here));
    }
    return found.healthy() ? ExitCode.OK : ExitCode.FAILED;
  }
}
