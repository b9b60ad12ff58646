package io.credentialbroker.client.cli.status;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.StatusReport.Profile;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.daemon.Failures;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.surroundings.TerminalSize;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.Subcommand;
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
    "PROFILE leaves out all others."}, exitCodeList = {
        "0:a daemon answers; --ready PROFILE: a session is held",
        "4:no such profile; --ready: it cannot be served as it is written",
        "5:--ready: a person has to give a code or sign in",
        "6:not available now; --ready: there is no session yet"}, footerHeading = "%nExamples:%n", footer = {
            "  broker status", "  broker status --watch", "  broker status --json | jq .profiles",
            "  until broker status --ready; do sleep 1; done", "  broker status --ready deploy && run-it"})
public final class StatusCommand extends Subcommand implements AsksForProfile {
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
        "With PROFILE: 0 when a valid session of it is held."})
    private boolean ready;

    @Option(names = "--watch", description = "Shows it in one place, drawn again every two seconds, until Ctrl-C.")
    private boolean watch;
  }

  public StatusCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    ControlClient control = new Daemon(here).control();
    if (form.watch) {
      return watch(control);
    }
    if (form.json) {
      here.out().println(json(control).stripTrailing());
    } else if (form.ready) {
      return ready(control);
    } else {
      int columns = here.terminal() ? TerminalSize.now(here).columns() : Integer.MAX_VALUE;
      here.out().print(
          StatusTable.of(chosen(control.status()), here, columns, TerminalSize.widthOfSentences(here)));
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
        Failures.otherProfiles(name, status.profiles().stream().map(Profile::name).toList()));
  }

  /** Of one profile: the same document without the others. */
  private String json(ControlClient control) throws BrokerException {
    if (profile == null) {
      return control.statusJson();
    }
    found(control.status(), profile);
    return control.statusJson(profile);
  }

  private int ready(ControlClient control) throws BrokerException {
    StatusReport status = control.status();
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
      default -> needsCode(control, one.name())
          ? notReady(one, "broker mfa " + name, ExitCode.PERSON_NEEDED)
          : notReady(one, "broker refresh " + name, ExitCode.UNAVAILABLE);
    };
  }

  /** Nobody has asked for it yet, and whoever does will be told that a person has to give a code first. */
  public static boolean needsCode(ControlClient control, String name) throws BrokerException {
    return control.mfaDevices().stream().anyMatch(
        device -> device.profiles().contains(name) && !device.command() && !device.isHeld());
  }

  private int notReady(Profile one, String hint, int code) {
    here.err().println("error: profile '" + one.name() + "' is not ready: "
        + one.state().toLowerCase(Locale.ROOT).replace('_', ' '));
    here.err().println("hint: " + Failures.asHint(hint));
    return code;
  }

  private int watch(ControlClient control) throws BrokerException {
    if (!here.terminal()) {
      throw new Corrected(spec, "--watch needs a terminal; --json is for programs", "broker status --json");
    }
    if (here.variable("TERM").equals("dumb")) {
      throw new Corrected(spec, "--watch needs a terminal that can be drawn on, and TERM is 'dumb'",
          "broker status");
    }
    try {
      chosen(control.status());
    } catch (BrokerException e) {
      // A profile that there is not is not waited for; a daemon that does not run may come yet.
      if (e.kind() == BrokerException.Kind.REFUSED) {
        throw e;
      }
    }
    new StatusWatch(here, () -> TerminalSize.now(here)).show(() -> chosen(control.status()));
    return ExitCode.OK;
  }
}
