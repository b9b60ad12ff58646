package io.credentialbroker.client.cli.daemon;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.RuntimeDirectory;
import io.credentialbroker.client.cli.surroundings.Detached;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts the daemon because nobody answered, and waits until it does. Several commands may do this at once: a
 * lock lets one of them start it, and the others find it running.
 */
final class DaemonStart {
  private static final long LONGEST_WAIT_MILLIS = 10_000;
  private static final long LOOK_EVERY_MILLIS = 50;
  private static final long SAY_AFTER_MILLIS = 1_000;
  /** A daemon that ended at once may have lost a race against one that somebody else started. */
  private static final long GRACE_MILLIS = 2_000;

  private final Surroundings here;
  private final RuntimeDirectory directory;
  private final Path launcher;

  DaemonStart(Surroundings here, RuntimeDirectory directory, BrokerException none) throws BrokerException {
    this.here = here;
    this.directory = directory;
    Path installation = here.installation();
    if (installation == null) {
      throw new BrokerException(Kind.NO_DAEMON, none.getMessage(),
          "start 'brokerd'; this command was not started by its own launcher, so it cannot find it");
    }
    this.launcher = installation.resolve("bin").resolve("brokerd");
    if (!Files.isExecutable(launcher)) {
      throw new BrokerException(Kind.NO_DAEMON, none.getMessage() + ", and " + launcher + " cannot be run",
          "the installation is incomplete: install it again");
    }
  }

  /** Asks again and again until there is an answer of any kind, for at most 10 s. */
  <T> T untilAnswered(Daemon.Call<T> call) throws BrokerException {
    Optional<BrokerException> fault = directory.fault();
    if (fault.isPresent()) {
      throw fault.get();
    }
    try {
      DaemonLog log = DaemonLog.in(directory);
      try (var lock = StartLock.in(directory)) {
        return untilAnswered(call, log, lock);
      }
    } catch (IOException e) {
      throw new BrokerException(Kind.NO_DAEMON, "brokerd could not be started: " + reason(e),
          "let your user write to " + directory.path()
              + ", or set CREDENTIAL_BROKER_RUNTIME_DIR to a folder of yours, for brokerd as well");
    }
  }

  /** What happened to which file; the JDK has the former only in the exception's class, or not at all. */
  private static String reason(IOException failure) {
    if (failure instanceof FileSystemException at && at.getFile() != null) {
      String why = at instanceof AccessDeniedException
          ? "permission denied"
          : at.getReason() == null ? at.getClass().getSimpleName() : at.getReason();
      return at.getFile() + " cannot be written (" + why + ")";
    }
    return String.valueOf(failure.getMessage());
  }

  private <T> T untilAnswered(Daemon.Call<T> call, DaemonLog log, StartLock lock)
      throws IOException, BrokerException {
    Process started = null;
    long endedAt = -1;
    for (long waited = 0; waited <= LONGEST_WAIT_MILLIS; waited += LOOK_EVERY_MILLIS) {
      boolean mine = lock.held() || lock.tryTake();
      try {
        return call.now();
      } catch (BrokerException e) {
        if (e.kind() != Kind.NO_DAEMON) {
          throw e;
        }
      }
      if (mine && started == null) {
        started = launch();
      }
      endedAt = started != null && endedAt < 0 && !started.isAlive() ? waited : endedAt;
      if (endedAt >= 0 && waited - endedAt >= GRACE_MILLIS) {
        break;
      }
      if (waited == SAY_AFTER_MILLIS) {
        here.note("starting brokerd, its log is " + directory.log());
      }
      if (!here.pause().millis(LOOK_EVERY_MILLIS)) {
        break;
      }
    }
    throw failed(started, log);
  }

  private Process launch() throws IOException {
    var command = new ArrayList<String>(Detached.prefix(here));
    command.add(launcher.toString());
    var builder = new ProcessBuilder(command).directory(Path.of("/").toFile())
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()));
    builder.environment().clear();
    builder.environment().putAll(here.environment());
    for (String file : List.of("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")) {
      // The daemon has another working directory, so that it pins none.
      builder.environment().computeIfPresent(file,
          (name, path) -> path.startsWith("~") ? path : Path.of(path).toAbsolutePath().toString());
    }
    return builder.start();
  }

  private BrokerException failed(@Nullable Process started, DaemonLog log) {
    if (started != null && !started.isAlive()) {
      String said = log.lastWords();
      return new BrokerException(Kind.NO_DAEMON,
          "brokerd ended with exit code " + started.exitValue() + " instead of starting"
              + (said.isEmpty() ? "" : "; it said:\n  " + said.replace("\n", "\n  ")),
          "its log is " + directory.log());
    }
    return new BrokerException(Kind.NO_DAEMON,
        "brokerd was started and does not answer after " + LONGEST_WAIT_MILLIS / 1000 + " s",
        "its log is " + directory.log());
  }
}
