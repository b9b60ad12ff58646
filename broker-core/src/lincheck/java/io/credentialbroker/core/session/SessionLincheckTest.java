package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving that Lincheck finds of the engine's operations has the outcome of some order of them one
 * after the other. Run with {@code mvn -P lincheck -pl broker-core test -Dtest=SessionLincheckTest}.
 */
class SessionLincheckTest {

  @Test
  void session_askedByManyAtOnce_isFetchedOnce() {
    check(SingleFlight.class);
  }

  @Test
  void session_askedForgottenRefreshedAndClosedAtOnce_answersAsInSomeOrder() {
    check(Life.class);
  }

  @Test
  void session_firstFetchDies_failureIsSharedAsInSomeOrder() {
    check(DyingLeader.class);
  }

  private static void check(Class<?> operations) {
    new StressOptions().threads(3).actorsPerThread(3).iterations(20).invocationsPerIteration(1_000)
        .check(operations);
    new ModelCheckingOptions().threads(2).actorsPerThread(2).iterations(10).invocationsPerIteration(200)
        .check(operations);
  }

  /** An engine whose clocks stand still, with one session planned. */
  private abstract static class Planned {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final SessionKey key = Stage.key("deploy");
    final AtomicInteger calls = new AtomicInteger();
    final SessionEngine engine = new SessionEngine(SessionSettings.DEFAULTS, InstantSource.fixed(NOW),
        () -> 1_000_000_000L, (_, _) -> () -> {
        }, new Random(1), Runnable::run, SessionListener.NONE);

    Planned() {
      engine.plan(List.of(new SessionPlan(key, "deploy", _ -> call(calls.incrementAndGet()), "", false)));
    }

    CompletableFuture<Credentials> call(int number) {
      return CompletableFuture.completedFuture(new Credentials("ASIA" + number, VirtualSts.KEY, VirtualSts.KEY,
          NOW.plusSeconds(3_600L + number), null, null));
    }

    String outcome(CompletableFuture<RoleSession> session) {
      try {
        return session.join().credentials().accessKeyId();
      } catch (CompletionException e) {
        return e.getCause() instanceof FailureException failed ? failed.failure().reason().name() : "unexpected";
      }
    }
  }

  /** All get the first session, whoever comes first. */
  public static final class SingleFlight extends Planned {
    public SingleFlight() {
    }

    @Operation
    public String ask() {
      return outcome(engine.session(key));
    }

    @Operation
    public int planned() {
      return engine.status().size();
    }
  }

  /** Which session it is depends on the order; that there is one until the engine is closed does not. */
  public static final class Life extends Planned {
    public Life() {
    }

    @Operation
    public String ask() {
      return outcome(engine.session(key)).substring(0, 4);
    }

    @Operation
    public String refresh() {
      return outcome(engine.refresh(key)).substring(0, 4);
    }

    @Operation
    public void forget() {
      engine.forget(key);
    }

    @Operation
    public void close() {
      engine.close();
    }
  }

  /** The first call is refused for good: all are told so, from one call. */
  public static final class DyingLeader extends Planned {
    public DyingLeader() {
    }

    @Override
    CompletableFuture<Credentials> call(int number) {
      return CompletableFuture.failedFuture(new FailureException(VirtualSts.failure(FailureReason.ACCESS_DENIED)));
    }

    @Operation
    public String ask() {
      return outcome(engine.session(key));
    }

    @Operation
    public int failures() {
      return engine.status().getFirst().failures();
    }
  }
}
