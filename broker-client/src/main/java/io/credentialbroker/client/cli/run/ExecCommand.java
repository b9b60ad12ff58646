package io.credentialbroker.client.cli.run;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.ExecGrant;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.shell.DefaultSection;
import io.credentialbroker.client.cli.shell.SetBefore;
import io.credentialbroker.client.cli.shell.Shadowing;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.status.StatusCommand;
import io.credentialbroker.client.cli.surroundings.Child;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.Corrected;
import io.credentialbroker.client.cli.usage.Subcommand;
import io.credentialbroker.client.cli.usage.Typed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker exec}: runs a command with a token of its own, which is gone when the command ends. */
@Command(name = "exec", customSynopsis = "broker exec [-h] PROFILE -- CMD...", description = {
    "Runs CMD with the credentials of PROFILE, through a token of its own that ends with it.",
    "Variables by which CMD would find other credentials first are removed.",
    "Signals are passed on, and the exit code is CMD's."}, footerHeading = "%nExamples:%n", footer = {
        "  broker exec deploy -- aws sts get-caller-identity", "  broker exec deploy -- bash"})
public final class ExecCommand extends Subcommand implements AsksForProfile {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "PROFILE", description = "The profile, as it is called in the AWS config.")
  private String profile = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "-- CMD...", hideParamSyntax = true, description = "The command and its arguments.")
  private List<String> rest = new ArrayList<>();

  private volatile boolean running = true;

  public ExecCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    var daemon = new Daemon(here);
    List<String> command = command();
    // Looked for first: a mistyped command needs no daemon, and no token either.
    var child = Child.of(command, here);
    if (!child.canRun()) {
      return child.complain();
    }
    try (ExecGrant grant = daemon.started(() -> daemon.control().exec(profile))) {
      watch(grant);
      tellOfCode(daemon.control());
      int code = child.run(environment(grant));
      running = false;
      return code;
    }
  }

  @Override
  public String profile() {
    return profile;
  }

  /** The "--" may be left out where nothing can be mistaken without it. */
  private List<String> command() {
    boolean delimited = rest.get(0).equals("--");
    // With a second one the first may end the options, for a profile whose name looks like one.
    if (!delimited && Corrected.isWithoutProfile(Typed.of(spec).words())) {
      throw Corrected.withoutProfile(spec, Typed.of(spec).words());
    }
    List<String> words = delimited ? rest.subList(1, rest.size()) : rest;
    if (words.isEmpty()) {
      throw new Corrected(spec, "there is no command after '--'", "broker exec " + name() + " -- CMD...");
    }
    if (!delimited && words.get(0).startsWith("-")) {
      throw new Corrected(spec, "'" + words.get(0) + "' comes after PROFILE, where the command should be",
          meant(words));
    }
    return words;
  }

  private String meant(List<String> words) {
    if (words.get(0).equals("--help") || words.get(0).equals("-h")) {
      return "broker exec --help";
    }
    int delimiter = words.indexOf("--");
    String rest = words.stream().skip(delimiter + 1L).map(Shell::posixIfNeeded)
        .collect(Collectors.joining(" "));
    return "broker exec " + name() + " -- " + (delimiter < 0 || rest.isEmpty() ? "CMD..." : rest);
  }

  private String name() {
    return Shell.posixIfNeeded(profile);
  }

  /** Before CMD says only that there are no credentials. */
  private void tellOfCode(ControlClient control) {
    try {
      boolean waits = StatusCommand.needsCode(control, profile) && control.status().profiles().stream()
          .noneMatch(one -> one.name().equals(profile) && Set.of("FRESH", "STALE").contains(one.state()));
      if (waits) {
        here.note(
            "the command gets no credentials before a one-time code is given, in another terminal: broker mfa "
                + name());
      }
    } catch (BrokerException e) {
      // What is asked for beside it does not keep the command.
    }
  }

  /** Says so when the daemon goes away while the command runs: its token went with it. */
  private void watch(ExecGrant grant) {
    var watcher = new Thread(() -> {
      grant.awaitEnd();
      if (running) {
        here.note("brokerd has ended, and the command's token with it; run 'broker exec' again");
      }
    }, "broker-exec-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  private Map<String, String> environment(ExecGrant grant) {
    Map<String, String> granted = SetBefore.noted(grant.environment());
    var environment = new HashMap<>(here.environment());
    List<String> removed = Shadowing.present(granted.keySet(), environment);
    if (!removed.isEmpty()) {
      here.note("not passed to the command, because it would take them instead of the broker: "
          + String.join(", ", removed));
    }
    removed.forEach(environment::remove);
    List<String> left = SetBefore.left(granted.keySet(), here.environment());
    if (!left.isEmpty()) {
      here.note("not passed to the command, because another profile has set them and this one does not: "
          + String.join(", ", left));
    }
    SetBefore.toUnset(granted.keySet(), here.environment()).forEach(environment::remove);
    for (DefaultSection.Found found : DefaultSection.in(environment)) {
      environment.put(found.variable(), "/dev/null");
      here.note("hidden from the command, because its [default] would be taken instead of the broker: "
          + found.file());
    }
    environment.putAll(granted);
    return environment;
  }
}
