package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.StatusReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker completion}: the scripts that make shells complete commands, options and profiles. */
@Command(name = "completion", description = { "Prints the completion script of a shell: bash, zsh or fish.",
    "'profiles' prints the names that can be completed, one a line; the scripts call it."}, footerHeading = "%nExamples:%n", footer = {
        "  source <(broker completion bash)",
        "  broker completion fish > ~/.config/fish/completions/broker.fish"})
final class CompletionCommand extends Subcommand {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** What completes SHELL; 'profiles' is for scripts. */
  static final class Shells extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Shells() {
      super(SHELLS);
    }
  }

  @Parameters(paramLabel = "SHELL", completionCandidates = Shells.class, description = "${COMPLETION-CANDIDATES}, or profiles.")
  private String what = "";

  CompletionCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() {
    here.out().print(switch (what.toLowerCase(Locale.ROOT)) {
      case "bash" -> script().bash();
      case "zsh" -> script().zsh();
      case "fish" -> script().fish();
      case "profiles" -> profiles();
      default -> throw new Corrected(spec, "'" + what + "' is none of " + String.join(", ", SHELLS),
          "broker completion " + Nearest.to(what.toLowerCase(Locale.ROOT), SHELLS)
              .orElse(String.join("|", SHELLS)));
    });
    return ExitCode.OK;
  }

  private Completion script() {
    return new Completion(CommandLineDoor.model(here));
  }

  /** Without a daemon there is nothing to complete, and a completion must not print errors between the keys. */
  private String profiles() {
    try {
      var names = new Daemon(here).control().status().profiles().stream().map(StatusReport.Profile::name);
      return String.join("", names.map(name -> name + '\n').toList());
    } catch (BrokerException e) {
      return "";
    }
  }
}
