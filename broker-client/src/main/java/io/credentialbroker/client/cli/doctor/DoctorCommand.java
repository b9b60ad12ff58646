package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.ProfileDiagnosis;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.daemon.Patience;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.surroundings.TerminalSize;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Subcommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code broker doctor}: what is wrong, and what mends it. */
@Command(name = "doctor", description = {
    "Makes the credentials of PROFILE anew, step by step, and explains the first step that fails.",
    "It tells the likely causes, the surest first, each with what mends it. Sessions that are held stay as they are.",
    "Without PROFILE: looks at files, variables, listeners, token, clock and systemd.",
    "Without a daemon: at as much of that as there is."}, exitCodeList = { "0:nothing is wrong",
        "1:something is wrong"}, footerHeading = "%nExamples:%n", footer = {
            "  broker doctor", "  broker doctor deploy", "  broker doctor deploy --json | jq '.causes[0]'"})
public final class DoctorCommand extends Subcommand implements AsksForProfile {
  @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "The profile to examine.")
  private @Nullable String profile;

  @Option(names = "--json", description = "Everything, as the daemon tells it: docs/control-api.md.")
  private boolean json;

  public DoctorCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    return profile == null ? checkUp() : examine(new Daemon(here).control(), profile);
  }

  @Override
  public @Nullable String profile() {
    return profile;
  }

  private int checkUp() throws BrokerException {
    Checkup found = Checkup.of(here);
    here.out().print(json ? found.json() + '\n' : found.text(here, TerminalSize.widthOfSentences(here)));
    return found.healthy() ? ExitCode.OK : ExitCode.FAILED;
  }

  private int examine(ControlClient control, String name) throws BrokerException {
    ProfileDiagnosis found;
    if (json) {
      String answer = Patience.during(() -> control.examineJson(name), waits(name), here);
      here.out().println(answer.stripTrailing());
      found = ProfileDiagnosis.read(answer);
    } else {
      found = Patience.during(() -> control.examine(name), waits(name), here);
      int width = TerminalSize.widthOfSentences(here);
      here.out().print(DiagnosisText.of(found, here, width));
      FileChecks.tellMisspelt(here, name, width);
    }
    return found.healthy() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String waits(String name) {
    return name + ": still trying its steps; a command among them may take half a minute";
  }
}
