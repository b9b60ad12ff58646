package io.credentialbroker.core.session;

import static io.credentialbroker.core.session.Stage.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.source.CredentialSource;
import io.credentialbroker.core.time.SystemTimers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads, real clocks. */
@Timeout(60)
class SessionConcurrencyTest {
  private final SystemTimers timers = new SystemTimers();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SessionEngine engine = new SessionEngine(SessionSettings.DEFAULTS.withCallsPerSecond(100_000),
      InstantSource.system(), System::nanoTime, timers, RandomGenerator.getDefault(), threads,
      SessionListener.NONE);
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void close() {
    engine.close();
    timers.close();
    threads.shutdownNow();
  }

  @Test
  void session_tenThousandThreadsWhileCold_fetchesOnce() throws Exception {
    var answer = new CompletableFuture<Credentials>();
    plan("deploy", _ -> {
      calls.incrementAndGet();
      return answer;
    });
    var go = new CountDownLatch(1);
    List<Future<RoleSession>> askers = new ArrayList<>();
    var asked = new CountDownLatch(10_000);
    for (int i = 0; i < 10_000; i++) {
      askers.add(threads.submit(() -> {
        go.await();
        var session = engine.session(key("deploy"));
        asked.countDown();
        return session.get();
      }));
    }

    go.countDown();
    asked.await();
    answer.complete(fresh(1));

    RoleSession first = askers.getFirst().get();
    for (Future<RoleSession> asker : askers) {
      assertThat(asker.get()).isSameAs(first);
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void session_tenThousandThreadsAndAFailure_isSharedByAll() throws Exception {
    var answer = new CompletableFuture<Credentials>();
    plan("deploy", _ -> {
      calls.incrementAndGet();
      return answer;
    });
    List<Future<RoleSession>> askers = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      askers.add(threads.submit(() -> engine.session(key("deploy")).get()));
    }

    answer.completeExceptionally(new FailureException(VirtualSts.failure(FailureReason.ACCESS_DENIED)));

    for (Future<RoleSession> asker : askers) {
      while (!asker.isDone()) {
        Thread.onSpinWait();
      }
      assertThat(asker.exceptionNow()).hasRootCauseInstanceOf(FailureException.class);
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void engine_askedRefreshedForgottenAndPlannedAtOnce_alwaysAnswersAndNeverExpired() throws Exception {
    CredentialSource source = _ -> CompletableFuture.supplyAsync(() -> fresh(calls.incrementAndGet()),
        threads);
    var plans = List.of(planOf("a", source), planOf("b", source), planOf("c", source));
    engine.plan(plans);
    var jobs = new ArrayList<Future<?>>();
    var expired = new AtomicInteger();
    for (int worker = 0; worker < 16; worker++) {
      jobs.add(threads.submit(() -> {
        var random = ThreadLocalRandom.current();
        for (int i = 0; i < 2_000; i++) {
          SessionKey key = plans.get(random.nextInt(3)).key();
          switch (random.nextInt(20)) {
            case 0 -> engine.forget(key);
            case 1 -> engine.refresh(key).get();
            case 2 -> engine.plan(plans);
            case 3 -> engine.status();
            case 4 -> engine.retryFailed(Set.of());
            default -> {
              if (engine.session(key).get().isExpiredAt(Instant.now())) {
                expired.incrementAndGet();
              }
            }
          }
        }
        return null;
      }));
    }
    for (Future<?> job : jobs) {
      job.get();
    }
    assertThat(expired).hasValue(0);
    assertThat(engine.status()).allMatch(status -> status.lastFailure() == null);
  }

  private void plan(String name, CredentialSource source) {
    engine.plan(List.of(planOf(name, source)));
  }

  private static SessionPlan planOf(String name, CredentialSource source) {
    return new SessionPlan(key(name), name, source, Stage.UPSTREAM, false);
  }

  private static Credentials fresh(int number) {
    return new Credentials("ASIA" + number, VirtualSts.KEY, VirtualSts.KEY,
        Instant.now().plus(Duration.ofHours(1)), null, null);
  }
}
