package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code broker status}: how every profile stands. */
@Command(name = "status", description = {
    "Shows every profile: its state, role, time left, next refresh and last error.",
    "Exit code 0 whenever a daemon answers, 3 when none runs."}, footerHeading = "%nExamples:%n", footer = {
        "  broker status", "  broker status --watch", "  broker status --json | jq .profiles",
        "  until broker status --ready; do sleep 1; done"})
final class StatusCommand extends Subcommand {
  private static final long WATCH_EVERY_MILLIS = 2_000;
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";
  private static final String CLEAR_ALL = "\u001b[2J";

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  /** At most one of them. */
  static final class Form {
    @Option(names = "--json", description = "Everything, as the daemon tells it: docs/control-api.md.")
    private boolean json;

    @Option(names = "--ready", description = "Prints nothing; exit code 0 when the daemon is ready to serve.")
    private boolean ready;

    @Option(names = "--watch", description = "Shows it again every two seconds, until Ctrl-C.")
    private boolean watch;
  }

  StatusCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    ControlClient control = new Daemon(here).control();
    if (form.watch) {
      return watch(control);
    }
    if (form.json) {
      here.out().println(control.statusJson().stripTrailing());
    } else if (form.ready) {
      control.status();
    } else {
      here.out().print(StatusTable.of(control.status(), here));
    }
    return ExitCode.OK;
  }

  /** A daemon that goes away is part of what there is to see: it may come back. */
  private int watch(ControlClient control) {
    if (!here.terminal()) {
      throw new ParameterException(spec.commandLine(), "--watch needs a terminal; --json is for programs");
    }
    here.out().print(CLEAR_ALL);
    do {
      here.out().print(HOME_AND_CLEAR + screen(control));
      here.out().flush();
    } while (here.pause().millis(WATCH_EVERY_MILLIS));
    return ExitCode.OK;
  }

  private String screen(ControlClient control) {
    try {
      return StatusTable.of(control.status(), here);
    } catch (BrokerException e) {
      return "error: " + e.getMessage() + '\n' + (e.hint().isEmpty() ? "" : "hint: " + e.hint() + '\n');
    }
  }
}
