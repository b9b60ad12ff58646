package io.credentialbroker.client.cli.run;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.shell.CallingShell;
import io.credentialbroker.client.cli.shell.DefaultSection;
import io.credentialbroker.client.cli.shell.LoginEnvironment;
import io.credentialbroker.client.cli.shell.SetBefore;
import io.credentialbroker.client.cli.shell.Shadowing;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.Subcommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker env}: the variables that point a shell, a container or a whole login session at a profile. */
@Command(name = "env", customSynopsis = { "broker env [-h] PROFILE [--shell=SHELL | --install]",
    "       broker env --uninstall"}, description = {
        "Prints the variables that point SDKs and tools at a profile.",
        "Variables by which they would find other credentials first are unset."}, footerHeading = "%nExamples:%n", footer = {
            "  eval \"$(broker env deploy)\"", "  broker env deploy --shell fish | source",
            "  broker env deploy --shell json", "  broker env deploy --shell compose",
            "  broker env deploy --install"})
public final class EnvCommand extends Subcommand implements AsksForProfile {
  private static final String FIXED_PORT = "give 'listen.tcp' in broker.toml a port, as in"
      + " tcp = [\"127.0.0.1:9780\"] below [listen], and start brokerd again";

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "The profile, as it is called in the AWS config.")
  private @Nullable String profile;

  @ArgGroup(exclusive = true)
  private Purpose purpose = new Purpose();

  /** At most one of them. */
  static final class Purpose {
    @Option(names = "--shell", paramLabel = "SHELL", description = "Who reads the output: ${COMPLETION-CANDIDATES}. By default the shell that starts the command, or else $$SHELL.")
    private @Nullable Shell shell;

    @Option(names = "--install", description = "Writes them for every program of your login session, into environment.d.")
    private boolean install;

    @Option(names = "--uninstall", description = "Removes what --install has written; takes no PROFILE.")
    private boolean uninstall;
  }

  public EnvCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    if (purpose.uninstall) {
      return uninstall();
    }
    if (profile == null) {
      throw new MissingParameterException(spec.commandLine(), spec.positionalParameters().get(0),
          "missing required parameter: 'PROFILE'");
    }
    String name = profile;
    Shell shell = shell(name);
    var daemon = new Daemon(here);
    Map<String, String> variables = daemon.started(() -> daemon.control().environment(name));
    if (purpose.install) {
      return install(variables, daemon.control().status());
    }
    List<String> left = List.of();
    if (shell.unsets()) {
      left = SetBefore.left(variables.keySet(), here.environment());
      Map<String, String> noted = SetBefore.noted(variables);
      here.out().print(shell.render(Stream.concat(Shadowing.of(noted.keySet()).stream(),
          SetBefore.toUnset(noted.keySet(), here.environment()).stream()).toList(), noted));
    } else {
      here.out().print(shell.render(List.of(), variables));
    }
    here.out().flush();
    if (!left.isEmpty()) {
      here.note(
          "unset, because another profile has set them and this one does not: " + String.join(", ", left));
    }
    if (shell == Shell.COMPOSE || shell == Shell.DEVCONTAINER) {
      changingPort(variables, daemon.control().status()).ifPresent(port -> {
        here.note("brokerd takes another port at each start, now " + port
            + ": a container would keep this one, which is dead after the next start");
        here.err().println("hint: " + FIXED_PORT);
      });
    }
    for (DefaultSection.Found found : DefaultSection.in(here.environment())) {
      here.note("SDKs take the [default] of " + found.file()
          + " before they ask the broker; 'broker exec' hides it");
    }
    String use = shell.use(name);
    if (here.terminal() && !use.isEmpty()) {
      here.err().println("hint: " + use);
    }
    return ExitCode.OK;
  }

  @Override
  public @Nullable String profile() {
    return profile;
  }

  /** Nobody reads what --install writes. */
  private Shell shell(String name) {
    if (purpose.shell != null || purpose.install) {
      return purpose.shell == null ? Shell.SH : purpose.shell;
    }
    String calling = CallingShell.name(here).orElse("sh");
    return CallingShell.form(calling).orElseThrow(() -> new Corrected(spec,
        "there is no form for " + calling + "; --shell names another one",
        CallingShell.instead(name, calling)));
  }

  private int install(Map<String, String> variables, StatusReport status) throws BrokerException {
    Optional<String> port = changingPort(variables, status);
    if (port.isPresent()) {
      throw new BrokerException(Kind.LOCAL, "brokerd takes another port at each start, now " + port.get()
          + ": a login session would keep this one, which is dead after the next start", FIXED_PORT);
    }
    if (status.sandbox()) {
      here.note("AWS is only played here (sandbox): 'broker env --uninstall' takes them back");
    }
    var session = LoginEnvironment.of(here);
    here.out().println(session.install(SetBefore.noted(variables))
        ? "written: " + session.file()
        : "is there already: " + session.file());
    here.err().println("hint: it counts from the next login on, and for new services after"
        + " 'systemctl --user daemon-reload'");
    return ExitCode.OK;
  }

  /** The address that is given, where the next start of the daemon will have another one. */
  private static Optional<String> changingPort(Map<String, String> variables, StatusReport status) {
    String uri = variables.getOrDefault("AWS_CONTAINER_CREDENTIALS_FULL_URI", "");
    return status.listeners().stream()
        .filter(one -> one.portChanges() && uri.startsWith("http://" + one.address() + '/'))
        .map(StatusReport.Listener::address).findFirst();
  }

  private int uninstall() throws BrokerException {
    if (profile != null) {
      throw new Corrected(spec, "--uninstall takes no PROFILE", "broker env --uninstall");
    }
    var session = LoginEnvironment.of(here);
    here.out()
        .println(session.uninstall() ? "removed: " + session.file() : "is not there: " + session.file());
    return ExitCode.OK;
  }
}
