package io.credentialbroker.bench.micro;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionEngine;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.core.session.SessionPlan;
import io.credentialbroker.core.session.SessionSettings;
import io.credentialbroker.core.time.SystemTimers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ten thousand sessions wanted at once from an upstream that serves fifty calls at a time, each in 20 ms: 4.0 s
 * would be ideal. The first round is cold, the others are warm.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 5)
public class StormBenchmark {
  static final int SESSIONS = 10_000;
  private static final int AT_ONCE = 50;
  private static final Duration CALL = Duration.ofMillis(20);

  private final List<SessionKey> keys = IntStream.range(0, SESSIONS).mapToObj(HeldSessions::recipe)
      .map(SessionKey::of).toList();
  private SystemTimers timers;
  private SessionEngine engine;
  private Upstream upstream;

  @Setup(Level.Iteration)
  public void plan() {
    timers = new SystemTimers();
    upstream = new Upstream(timers);
    engine = new SessionEngine(SessionSettings.DEFAULTS.withMaximumSessions(2 * SESSIONS)
        .withCallsPerSecond(200_000), InstantSource.system(), System::nanoTime, timers,
        new SplittableRandom(42),
        Runnable::run, SessionListener.NONE);
    engine.plan(keys.stream()
        .map(key -> new SessionPlan(key, "AssumeRole", _ -> upstream.call(), "sts.example", false)).toList());
  }

  @TearDown(Level.Iteration)
  public void close() {
    engine.close();
    timers.close();
  }

  @Benchmark
  public int allFresh() {
    var all = keys.stream().map(engine::session).toList();
    all.forEach(CompletableFuture::join);
    return all.size();
  }

  /** Fifty desks and a queue. */
  private static final class Upstream {
    private final SystemTimers timers;
    private final Queue<CompletableFuture<Credentials>> waiting = new ArrayDeque<>();
    private int busy;

    Upstream(SystemTimers timers) {
      this.timers = timers;
    }

    CompletableFuture<Credentials> call() {
      var answer = new CompletableFuture<Credentials>();
      synchronized (this) {
        if (busy == AT_ONCE) {
          waiting.add(answer);
          return answer;
        }
        busy++;
      }
      serve(answer);
      return answer;
    }

    private void serve(CompletableFuture<Credentials> answer) {
      timers.schedule(CALL, () -> {
        CompletableFuture<Credentials> next;
        synchronized (this) {
          next = waiting.poll();
          if (next == null) {
            busy--;
          }
        }
        if (next != null) {
          serve(next);
        }
        answer.complete(new Credentials("ASIAEXAMPLE", Secret.of("s".repeat(40)), Secret.of("t".repeat(850)),
            Instant.now().plusSeconds(3600), "111122223333", null));
      });
    }
  }
}
