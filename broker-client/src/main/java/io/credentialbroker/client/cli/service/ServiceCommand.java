package io.credentialbroker.client.cli.service;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.JsonText;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.Nearest;
import io.credentialbroker.client.cli.usage.ResultJson;
import io.credentialbroker.client.cli.usage.Subcommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker service}: the daemon as a service of the user's systemd. */
@Command(name = "service", description = { "Makes the daemon a service of your systemd, or ends that.",
    "install writes credential-broker.socket and .service to ~/.config/systemd/user and has systemd read them.",
    "The first connection then starts the daemon, and a restart breaks no connection off.",
    "uninstall stops it and removes both; status tells how it stands.",
    "Where a package has brought the units, in /usr/lib/systemd/user, install enables those and uninstall disables"
        + " them; no file is written or removed."}, exitCodeList = {
            "1:failed; status: it is not installed"}, footerHeading = "%nExamples:%n", footer = {
                "  broker service install --now", "  broker service status"})
public final class ServiceCommand extends Subcommand {
  private static final List<String> ACTIONS = List.of("install", "uninstall", "status");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** What completes ACTION. */
  static final class Actions extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Actions() {
      super(ACTIONS);
    }
  }

  @Parameters(paramLabel = "ACTION", completionCandidates = Actions.class, description = "${COMPLETION-CANDIDATES}.")
  private String action = "";

  @Option(names = "--now", description = "install: also starts to listen, now and at every login.")
  private boolean now;

  @Mixin
  private ResultJson json = new ResultJson();

  public ServiceCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    String wanted = action.toLowerCase(Locale.ROOT);
    if (!ACTIONS.contains(wanted)) {
      throw new Corrected(spec, "'" + action + "' is none of " + String.join(", ", ACTIONS),
          "broker service " + meant(wanted));
    }
    var units = new UserUnits(here);
    var systemd = new Systemctl(here);
    if (now && !wanted.equals("install")) {
      throw new Corrected(spec, "--now is an option of install only", "broker service install --now");
    }
    if (json.wanted() && !wanted.equals("status")) {
      throw new Corrected(spec, "--json is an option of status only", "broker service status --json");
    }
    return switch (wanted) {
      case "install" -> install(units, systemd);
      case "uninstall" -> uninstall(units, systemd);
      default -> status(units, systemd);
    };
  }

  /** As systemctl and other tools call it. */
  private static String meant(String wanted) {
    return switch (wanted) {
      case "start", "enable", "restart" -> "install --now";
      case "stop", "disable", "remove", "rm" -> "uninstall";
      default -> Nearest.to(wanted, ACTIONS).orElse("status");
    };
  }

  private int install(UserUnits units, Systemctl systemd) throws BrokerException {
    if (units.ofPackage()) {
      return enablePackaged(units, systemd);
    }
    units.write();
    here.out().println("installed in " + units.folder());
    if (!systemd.answers()) {
      here.note("no systemd of yours answers here; it reads the units when you log in");
      here.note("then start it with: systemctl --user enable --now " + UserUnits.SOCKET);
      return ExitCode.OK;
    }
    demand(systemd, "daemon-reload");
    if (!now) {
      here.note("start it with: systemctl --user enable --now " + UserUnits.SOCKET);
      return ExitCode.OK;
    }
    demand(systemd, "enable", "--now", UserUnits.SOCKET);
    here.out().println("listening; the first connection starts brokerd");
    return ExitCode.OK;
  }

  private int enablePackaged(UserUnits units, Systemctl systemd) throws BrokerException {
    demandAnswer(systemd, "enabled", "systemctl --user enable --now " + UserUnits.SOCKET);
    if (units.state() != UserUnits.State.PACKAGED) {
      // Those that an earlier installation wrote would be read in the place of the package's.
      uninstall(units, systemd);
    }
    if (now) {
      demand(systemd, "enable", "--now", UserUnits.SOCKET);
    } else {
      demand(systemd, "enable", UserUnits.SOCKET);
    }
    here.out().println("enabled as the package has installed it in " + units.packageFolder());
    if (now) {
      here.out().println("listening; the first connection starts brokerd");
    } else {
      here.note("it listens from your next login on; to begin now: broker service install --now");
    }
    return ExitCode.OK;
  }

  private int disablePackaged(UserUnits units, Systemctl systemd) throws BrokerException {
    demandAnswer(systemd, "disabled", "systemctl --user disable --now " + UserUnits.SOCKET);
    demand(systemd, "disable", "--now", UserUnits.SOCKET, UserUnits.SERVICE);
    here.out().println("stopped and disabled; the package's files stay in " + units.packageFolder());
    return ExitCode.OK;
  }

  /** There is nothing else to do for a package's units: without systemd nothing has come of it. */
  private static void demandAnswer(Systemctl systemd, String wanted, String byHand) throws BrokerException {
    if (!systemd.answers()) {
      throw new BrokerException(Kind.LOCAL,
          "no systemd of yours answers here, so the package's units were not " + wanted,
          "in a login session of yours: " + byHand);
    }
  }

  private int uninstall(UserUnits units, Systemctl systemd) throws BrokerException {
    if (units.state() == UserUnits.State.ABSENT) {
      here.out().println("nothing is installed in " + units.folder());
      return ExitCode.OK;
    }
    if (units.state() == UserUnits.State.PACKAGED) {
      return disablePackaged(units, systemd);
    }
    boolean answers = systemd.answers();
    if (answers && units.state() != UserUnits.State.FOREIGN) {
      demand(systemd, "disable", "--now", UserUnits.SOCKET, UserUnits.SERVICE);
    }
    units.remove();
    if (answers) {
      demand(systemd, "daemon-reload");
    }
    here.out().println("removed from " + units.folder());
    return ExitCode.OK;
  }

  private int status(UserUnits units, Systemctl systemd) throws BrokerException {
    UserUnits.State state = units.state();
    Path folder = state == UserUnits.State.PACKAGED ? units.packageFolder() : units.folder();
    int code = state == UserUnits.State.ABSENT ? ExitCode.FAILED : ExitCode.OK;
    if (json.wanted()) {
      here.out().println(JsonText.line(ResultJson.object("units", state.name(), "folder", folder,
          "socket", unit(systemd, UserUnits.SOCKET), "service", unit(systemd, UserUnits.SERVICE))));
      return code;
    }
    here.out().println("units    " + state.words + " (" + folder + ')');
    for (String unit : new String[]{ UserUnits.SOCKET, UserUnits.SERVICE}) {
      String active = word(systemd, "is-active", unit);
      String enabled = word(systemd, "is-enabled", unit);
      here.out()
          .println((unit.equals(UserUnits.SOCKET) ? "socket   " : "service  ") + active + ", " + enabled);
    }
    if (state == UserUnits.State.OTHER) {
      here.note("'broker service install' makes them those of this installation");
    }
    return code;
  }

  private static Map<String, Object> unit(Systemctl systemd, String unit) {
    return ResultJson.object("active", word(systemd, "is-active", unit), "enabled",
        word(systemd, "is-enabled", unit));
  }

  /** One word of systemctl, which is meant for people; anything else is that it does not say. */
  private static String word(Systemctl systemd, String question, String unit) {
    return systemd.user(question, unit).map(Systemctl.Outcome::said).filter(said -> said.matches("[a-z-]+"))
        .orElse("unknown");
  }

  private static void demand(Systemctl systemd, String... arguments) throws BrokerException {
    String line = "systemctl --user " + String.join(" ", arguments);
    var outcome = systemd.user(arguments)
        .orElseThrow(
            () -> new BrokerException(Kind.LOCAL, "'" + line + "' came to no end", "run it by hand"));
    if (!outcome.well()) {
      throw new BrokerException(Kind.LOCAL, "'" + line + "' failed: " + outcome.said(),
          "'journalctl --user -u " + UserUnits.SERVICE
              + "' may tell more; a brokerd that runs already holds the port");
    }
  }
}
