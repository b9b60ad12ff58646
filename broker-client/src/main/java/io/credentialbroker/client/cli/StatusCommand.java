package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.StatusReport.Profile;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker status}: how every profile stands. */
@Command(name = "status", description = {
    "Shows every profile: its state, role, time left, next refresh and last error.",
    "Exit code 0 whenever a daemon answers, 3 when none runs."}, footerHeading = "%nExamples:%n", footer = {
        "  broker status", "  broker status --watch", "  broker status --json | jq .profiles",
        "  until broker status --ready; do sleep 1; done", "  broker status --ready deploy && run-it"})
final class StatusCommand extends Subcommand implements AsksForProfile {
  private static final long WATCH_EVERY_MILLIS = 2_000;
  private static final String CLEAR_ALL = "\u001b[2J";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "Only this profile.")
  private @Nullable String profile;

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  /** At most one of them. */
  static final class Form {
    @Option(names = "--json", description = "Everything, as the daemon tells it: docs/control-api.md.")
    private boolean json;

    @Option(names = "--ready", description = {
        "Prints nothing; exit code 0 when the daemon is ready to serve.",
        "With PROFILE: when a valid session of it is held, 5 when a person is needed, 6 when there is none yet."})
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
    if (form.json && profile != null) {
      throw new Corrected(spec, "--json takes no PROFILE: it is everything", "broker status --json");
    }
    if (form.json) {
      here.out().println(control.statusJson().stripTrailing());
    } else if (form.ready) {
      return ready(control.status());
    } else {
      here.out().print(StatusTable.of(chosen(control.status()), here));
    }
    return ExitCode.OK;
  }

  @Override
  public @Nullable String profile() {
    return profile;
  }

  private StatusReport chosen(StatusReport status) throws BrokerException {
    return profile == null ? status : status.of(found(status, profile));
  }

  private static Profile found(StatusReport status, String name) throws BrokerException {
    for (Profile one : status.profiles()) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    throw new BrokerException(BrokerException.Kind.REFUSED, "there is no profile '" + name + "'",
        Nearest.to(name, status.profiles().stream().map(Profile::name).toList())
            .map(near -> "did you mean '" + near + "'?").orElse("'broker status' lists the profiles"));
  }

  private int ready(StatusReport status) throws BrokerException {
    if (profile == null) {
      return ExitCode.OK;
    }
    Profile one = found(status, profile);
    String name = Shell.posixIfNeeded(one.name());
    return switch (one.state()) {
      case "FRESH", "STALE" -> ExitCode.OK;
      case "MFA_NEEDED" -> notReady(one, "broker mfa " + name, ExitCode.PERSON_NEEDED);
      case "SIGN_IN_NEEDED" -> notReady(one, one.lastFailure() == null || one.lastFailure().remedy() == null
          ? "sign in for it"
          : one.lastFailure().remedy(), ExitCode.PERSON_NEEDED);
      case "BROKEN" -> notReady(one, "broker explain " + name, ExitCode.REFUSED);
      case "FAILED" -> notReady(one, "broker doctor " + name, ExitCode.UNAVAILABLE);
      default -> notReady(one, "broker refresh " + name, ExitCode.UNAVAILABLE);
    };
  }

  private int notReady(Profile one, @Nullable String hint, int code) {
    here.err().println("error: profile '" + one.name() + "' is not ready: "
        + one.state().toLowerCase(Locale.ROOT).replace('_', ' '));
    here.err().println("hint: " + hint);
    return code;
  }

  /** A daemon that goes away is part of what there is to see: it may come back. */
  private int watch(ControlClient control) {
    if (!here.terminal()) {
      throw new Corrected(spec, "--watch needs a terminal; --json is for programs", "broker status --json");
    }
    here.out().print(CLEAR_ALL);
    do {
      // Line over line: a screen that is cleared first flickers.
      here.out().print(HOME + screen(control).replace("\n", CLEAR_LINE + '\n') + CLEAR_BELOW);
      here.out().flush();
    } while (here.pause().millis(WATCH_EVERY_MILLIS));
    return ExitCode.OK;
  }

  private String screen(ControlClient control) {
    try {
      return StatusTable.of(chosen(control.status()), here);
    } catch (BrokerException e) {
      return "error: " + e.getMessage() + '\n' + (e.hint().isEmpty() ? "" : "hint: " + e.hint() + '\n');
    }
  }
}
