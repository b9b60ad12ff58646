package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.secret.SafeText;
import io.credentialbroker.core.time.Timers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Runs commands that print something secret. What they print is never shown; what they complain about on
 * stderr is, cut and cleaned. A command gets no input, the daemon's environment and the home folder to run in.
 */
public final class Commands {
  /** Tells a {@code broker} that it is run for the daemon, so that it can say when the daemon waits for itself. */
  static final String RUN_BY_BROKER = "CREDENTIAL_BROKER_COMMAND";

  private static final int LONGEST_OUTPUT = 64 * 1024;
  private static final int LONGEST_COMPLAINT = 4 * 1024;

  private final Map<String, String> environment;
  private final Path home;
  private final Executor blocking;
  private final Timers timers;
  private final Duration limit;

  Commands(Surroundings surroundings) {
    this(surroundings.environment(), surroundings.home(), surroundings.blocking(), surroundings.timers(),
        surroundings.commandLimit());
  }

  /**
   * Runs nothing yet.
   *
   * @param environment the commands' variables
   * @param home the folder they run in
   * @param blocking unbounded
   * @param limit how long a command may run
   */
  public Commands(Map<String, String> environment, Path home, Executor blocking, Timers timers,
      Duration limit) {
    this.environment = environment;
    this.home = home;
    this.blocking = blocking;
    this.timers = timers;
    this.limit = limit;
  }

  /**
   * What the command prints, 64 KiB at most, once it has ended with exit code 0.
   *
   * @param step the recipe step, for failures
   * @param line split into words as botocore does; no shell sees it
   */
  public CompletableFuture<byte[]> output(String step, String line) {
    return Attempt.on(blocking, () -> started(step, words(step, line)),
        error -> Attempt.unexpected(step, error));
  }

  private CompletableFuture<byte[]> started(String step, List<String> words) {
    var running = new Running(step, words.getFirst(), launched(step, words));
    var outcome = new CompletableFuture<byte[]>();
    // The outcome does not wait for the streams: a grandchild that lives on may hold them open for ever.
    var deadline = timers.schedule(limit, () -> {
      outcome.completeExceptionally(running.failed(FailureReason.UNREACHABLE,
          "did not end within " + limit.toSeconds() + " seconds.",
          "Run it in a terminal and see what it waits for: it gets no input here, and one that asks this broker for "
              + "its own profile waits for itself."));
      running.kill();
    });
    var complaint = CompletableFuture.supplyAsync(running::complaint, blocking);
    var _ = CompletableFuture.supplyAsync(() -> running.finished(complaint), blocking)
        .whenComplete((output, error) -> {
          if (error == null) {
            outcome.complete(output);
          } else {
            outcome.completeExceptionally(error);
          }
        });
    var _ = outcome.whenComplete((_, _) -> deadline.cancel());
    return outcome;
  }

  private static List<String> words(String step, String line) {
    try {
      return CommandWords.split(line);
    } catch (IllegalArgumentException e) {
      throw new FailureException(Failure.of(FailureReason.LOCAL_CONFIGURATION, step,
          Objects.requireNonNullElse(e.getMessage(), "The command cannot be read."),
          "Mend the quotation marks of the command in the config file."));
    }
  }

  private java.lang.Process launched(String step, List<String> words) {
    var builder = new ProcessBuilder(words).directory(home.toFile())
        .redirectInput(Redirect.from(new java.io.File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(RUN_BY_BROKER, "1");
    try {
      return builder.start();
    } catch (IOException _) { // its message quotes the folder and an error number, but not only on Linux
      throw new FailureException(Failure.of(FailureReason.LOCAL_CONFIGURATION, step,
          "The command " + SafeText.of(words.getFirst()) + " could not be started.",
          "Check that it exists and may be executed; write its whole path, as there is no shell."));
    }
  }

  /** A started command. The program's name is shown, its arguments are not: people put passwords there. */
  private record Running(String step, String program, java.lang.Process process) {

    byte[] finished(CompletableFuture<String> complaint) {
      try (InputStream out = process.getInputStream()) {
        byte[] output = out.readNBytes(LONGEST_OUTPUT + 1);
        if (output.length > LONGEST_OUTPUT) {
          kill();
          throw failed(FailureReason.LOCAL_CONFIGURATION,
              "printed more than " + LONGEST_OUTPUT / 1024 + " KiB.", "Check what it prints.");
        }
        int exit = process.waitFor();
        if (exit != 0) {
          String words = complaint.join();
          throw failed(FailureReason.LOCAL_CONFIGURATION,
              "ended with exit code " + exit + (words.isEmpty() ? "." : " and said: " + words),
              "Run it in a terminal to see what it needs.");
        }
        return output;
      } catch (IOException | InterruptedException _) {
        kill();
        throw failed(FailureReason.UNREACHABLE, "was cut off.", "Try again.");
      }
    }

    String complaint() {
      try (InputStream err = process.getErrorStream()) {
        byte[] head = err.readNBytes(LONGEST_COMPLAINT);
        err.transferTo(java.io.OutputStream.nullOutputStream()); // or a talkative command would block
        return SafeText.of(new String(head, StandardCharsets.UTF_8));
      } catch (IOException _) {
        return "";
      }
    }

    void kill() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }

    FailureException failed(FailureReason reason, String what, String remedy) {
      return new FailureException(
          Failure.of(reason, step, "The command " + SafeText.of(program) + ' ' + what, remedy));
    }
  }
}
