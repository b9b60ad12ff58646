package io.credentialbroker.server;

import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.profile.SharedFiles;
import io.credentialbroker.server.config.ConfigException;
import io.credentialbroker.server.config.ConfigFile;
import io.credentialbroker.server.log.Log;
import io.credentialbroker.server.log.Unblocked;
import io.credentialbroker.server.process.Identity;
import io.credentialbroker.server.transport.ListenException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** The command {@code brokerd}: from arguments to an exit code. */
public final class Brokerd {
  /** What a service manager and a person wait at most for the end. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  /** What a reader of the log gets to take in its end. */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private final Map<String, String> environment;
  private final Supplier<Identity> identity;
  private final PrintStream out;
  private final PrintStream err;

  Brokerd(Map<String, String> environment, Supplier<Identity> identity, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.identity = identity;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) throws InterruptedException {
    var unblocked = new Unblocked(System.err);
    var err = new PrintStream(unblocked, true, StandardCharsets.UTF_8);
    int exit = new Brokerd(System.getenv(), Identity::ofThisProcess, System.out, err)
        .run(List.of(arguments));
    unblocked.drain(LAST_WORDS);
    // Not a plain return: the sandbox's threads, for one, would keep the process.
    System.exit(exit);
  }

  int run(List<String> arguments) {
    CommandLine line = CommandLine.parse(arguments);
    // First, and without a switch over patterns, which would take some milliseconds of every start.
    return line instanceof CommandLine.Run run && !run.check() ? serve(run) : answer(line);
  }

  private int answer(CommandLine line) {
    return switch (line) {
      case CommandLine.Help() -> {
        out.print(Usage.help());
        yield 0;
      }
      case CommandLine.Version() -> {
        out.println("brokerd " + Version.current());
        yield 0;
      }
      case CommandLine.Wrong(var message, var corrected) -> tell(new Fault(message, corrected, Fault.USAGE));
      case CommandLine.Run run -> check(run); // what serves is served above
    };
  }

  /** The SDK's own lines about the same files would stand between ours; who wants them says --verbose. */
  private int check(CommandLine.Run run) {
    if (run.verbose()) {
      Log.to(err, run.logJson() ? Log.Format.JSON : Log.Format.TEXT, true);
    } else {
      Log.silence();
    }
    return new Check(environment, home(), config(run)).print(out, err) ? 0 : Fault.FAILED;
  }

  private int serve(CommandLine.Run run) {
    var ahead = Ahead.begin(environment);
    Log.to(err, run.logJson() ? Log.Format.JSON : Log.Format.TEXT, run.verbose());
    var stop = new CountDownLatch(1);
    // From before the first connection is accepted: a service manager may end us as soon as we say that we are ready.
    Runnable end = () -> {
      haltIfStopHangs();
      stop.countDown();
    };
    Signals.on("TERM", end);
    Signals.on("INT", end);
    var serving = new CompletableFuture<Daemon>();
    Signals.on("HUP", () -> serving.thenAccept(Daemon::reload));
    try (var daemon = Daemon.start(new Start(environment, home(), config(run), DaemonTime.system(),
        run.sandbox(), run.sandboxPort(), Version.current(), identity.get()), ahead)) {
      serving.complete(daemon);
      stop.await();
      return 0;
    } catch (Exception e) {
      return explain(e);
    }
  }

  private int explain(Exception failure) {
    return switch (failure) {
      case Fault fault -> tell(fault);
      case ConfigException config -> {
        config.problems().forEach(problem -> tell(fault(problem)));
        yield Fault.FAILED;
      }
      case ListenException listen -> tell(new Fault(String.valueOf(listen.getMessage()), listen.remedy(),
          listen.reason() == ListenException.Reason.ALREADY_RUNNING ? Fault.RUNNING : Fault.FAILED));
      case IOException io -> tell(new Fault("A file could not be read or written: " + io.getMessage() + ".",
          "Check its permissions and the room on the disk."));
      default -> tell(new Fault("brokerd failed: " + failure.getClass().getName() + " at "
          + (failure.getStackTrace().length == 0 ? "an unknown place" : failure.getStackTrace()[0]) + ".",
          "This is a fault of the broker; please report it."));
    };
  }

  private static Fault fault(ProfileProblem problem) {
    var place = new ProfileProblem(problem.file(), problem.profile(), null, problem.message(), "");
    return new Fault(place.told().what(), problem.remedy());
  }

  private int tell(Fault fault) {
    err.println("error: " + fault.getMessage());
    err.println("hint: " + fault.hint());
    return fault.exit();
  }

  private Path home() {
    return SharedFiles.homeOf(environment, false, Path.of(System.getProperty("user.home")));
  }

  private ConfigFile config(CommandLine.Run run) {
    return run.config() == null
        ? ConfigFile.usual(environment, home())
        : ConfigFile.named(run.config(), home());
  }

  /** A part that does not stop must not keep the process: everything that matters is in memory only. */
  private static void haltIfStopHangs() {
    Thread.ofPlatform().daemon().name("stop-limit").start(() -> {
      try {
        Thread.sleep(LONGEST_STOP);
        Runtime.getRuntime().halt(Fault.FAILED);
      } catch (InterruptedException _) {
        // Nobody interrupts it; the process ends first.
      }
    });
  }
}
