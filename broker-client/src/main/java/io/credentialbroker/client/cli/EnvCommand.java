package io.credentialbroker.client.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code broker env}: the variables that point a shell at a profile. */
@Command(name = "env", description = {
    "Prints the variables that point SDKs and tools at a profile.",
    "Variables by which they would find other credentials first are unset."}, footerHeading = "%nExamples:%n", footer = {
        "  eval \"$(broker env deploy)\"", "  broker env deploy --shell fish | source",
        "  broker env deploy --shell json"})
final class EnvCommand extends Subcommand implements AsksForProfile {
  @Parameters(paramLabel = "PROFILE", description = "The profile, as it is called in the AWS config.")
  private String profile = "";

  @Option(names = "--shell", paramLabel = "SHELL", defaultValue = "sh", description = "Who reads the output: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Shell shell = Shell.SH;

  EnvCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    var daemon = new Daemon(here);
    Map<String, String> variables = daemon.started(() -> daemon.control().environment(profile));
    here.out().print(shell.render(Shadowing.of(variables.keySet()), variables));
    here.out().flush();
    for (DefaultSection.Found found : DefaultSection.in(here.environment())) {
      here.note("SDKs take the [default] of " + found.file()
          + " before they ask the broker; 'broker exec' hides it");
    }
    String use = shell.use(profile);
    if (here.terminal() && !use.isEmpty()) {
      here.err().println("hint: " + use);
    }
    return ExitCode.OK;
  }

  @Override
  public String profile() {
    return profile;
  }
}
