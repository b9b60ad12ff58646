package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.RoleUse;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.completion.Completion;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.Nearest;
import io.credentialbroker.client.cli.usage.Subcommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker completion}: the scripts that make shells complete commands, options and profiles. */
@Command(name = "completion", description = { "Prints the completion script of a shell: bash, zsh or fish.",
    "'profiles' and 'roles' print what can be completed, one a line; the scripts call them."}, footerHeading = "%nExamples:%n", footer = {
        "  source <(broker completion bash)",
        "  broker completion fish > ~/.config/fish/completions/broker.fish"})
final class CompletionCommand extends Subcommand {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** What completes SHELL; the others are for scripts. */
  static final class Shells extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Shells() {
      super(SHELLS);
    }
  }

  @Parameters(paramLabel = "SHELL", completionCandidates = Shells.class, description = "${COMPLETION-CANDIDATES}, or profiles or roles.")
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
      case "profiles" ->
        lines(control -> control.status().profiles().stream().map(StatusReport.Profile::name));
      case "roles" -> lines(CompletionCommand::callers);
      default -> throw new Corrected(spec, "'" + what + "' is none of " + String.join(", ", SHELLS),
          "broker completion " + Nearest.to(what.toLowerCase(Locale.ROOT), SHELLS)
              .orElse(String.join("|", SHELLS)));
    });
    return ExitCode.OK;
  }

  private Completion script() {
    return new Completion(CommandLineDoor.model(here));
  }

  /** The roles with whose sessions others are assumed. */
  private static Stream<String> callers(ControlClient control) throws BrokerException {
    var callers = new TreeSet<String>();
    for (RoleUse use : control.roles().roles()) {
      if (use.caller() != null && use.caller().contains(":role/")) {
        callers.add(use.caller());
      }
    }
    return callers.stream();
  }

  /** Asks the daemon for names. */
  @FunctionalInterface
  private interface Names {
    Stream<String> of(ControlClient control) throws BrokerException;
  }

  /** Without a daemon there is nothing to complete, and a completion must not print errors between the keys. */
  private String lines(Names names) {
    try {
      return String.join("", names.of(new Daemon(here).control()).map(name -> name + '\n').toList());
    } catch (BrokerException e) {
      return "";
    }
  }
}
