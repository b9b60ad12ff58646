package io.credentialbroker.client.cli.surroundings;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command that {@code exec} runs: it has this process's input and outputs, and its exit code is ours. */
public final class Child {
  /** Under this prefix the launcher keeps variables that are not for this process, but for the command. */
  private static final String SAVED = "BROKER_SAVED_";

  private final List<String> command;
  private final Surroundings here;

  private Child(List<String> command, Surroundings here) {
    this.command = command;
    this.here = here;
  }

  public static Child of(List<String> command, Surroundings here) {
    return new Child(List.copyOf(command), here);
  }

  public boolean canRun() {
    return Executables.find(name(), here.variable("PATH")).isPresent();
  }

  /** Says why it cannot be run, as a shell would, and answers with the shell's exit code. */
  public int complain() {
    boolean exists = Executables.existsUnrunnable(name(), here.variable("PATH"));
    here.err().println(exists
        ? "error: '" + name() + "' cannot be run: it is not an executable file"
        : "error: there is no command '" + name() + "'");
    here.err().println(exists
        ? "hint: look at its permissions"
        : "hint: look at its spelling and at PATH; the command comes after '--'");
    return exists ? ExitCode.CANNOT_RUN : ExitCode.NOT_FOUND;
  }

  /** Runs it to its end; answers its exit code, 128 + n when signal n ended it. */
  public int run(Map<String, String> environment) throws InterruptedException {
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().clear();
    environment.forEach((name, value) -> builder.environment()
        .put(name.startsWith(SAVED) ? name.substring(SAVED.length()) : name, value));
    var signals = Signals.caught();
    try {
      Process process = builder.start();
      signals.passOnTo(process);
      return process.waitFor();
    } catch (IOException e) {
      here.err().println("error: '" + name() + "' cannot be run: " + reason(e));
      return ExitCode.CANNOT_RUN;
    }
  }

  private String name() {
    return command.get(0);
  }

  /** The JDK repeats command and folder before it comes to the point. */
  private static String reason(IOException failure) {
    return Optional.ofNullable(failure.getCause()).map(Throwable::getMessage)
        .orElse(String.valueOf(failure.getMessage()));
  }
}
