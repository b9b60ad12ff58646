package io.credentialbroker.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SystemTimersTest {
  private final SystemTimers timers = new SystemTimers();

  @AfterEach
  void close() {
    timers.close();
  }

  @Test
  void schedule_afterADelay_runsNoSoonerOnADaemonThread() throws Exception {
    var ran = new CompletableFuture<Long>();
    long begun = System.nanoTime();

    timers.schedule(Duration.ofMillis(30), () -> {
      assertThat(Thread.currentThread().isDaemon()).isTrue();
      ran.complete(System.nanoTime());
    });

    assertThat(ran.get(10, TimeUnit.SECONDS) - begun).isGreaterThanOrEqualTo(30_000_000L);
  }

  @Test
  void schedule_inThePast_runsAtOnce() throws Exception {
    var ran = new CountDownLatch(1);

    timers.schedule(Duration.ofSeconds(-5), ran::countDown);

    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cancel_beforeItRuns_preventsIt() throws Exception {
    var cancelled = new AtomicBoolean();
    var later = new CountDownLatch(1);
    var scheduled = timers.schedule(Duration.ofMillis(20), () -> cancelled.set(true));

    scheduled.cancel();
    timers.schedule(Duration.ofMillis(60), later::countDown);

    assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(cancelled).isFalse();
  }

  @Test
  void task_throws_othersStillRun() throws Exception {
    var ran = new CountDownLatch(1);
    timers.schedule(Duration.ZERO, () -> {
      throw new IllegalStateException("a bad task");
    });

    timers.schedule(Duration.ofMillis(1), ran::countDown);

    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void close_tasksWaiting_neverRunAndNewOnesAreIgnored() throws Exception {
    var ran = new CountDownLatch(2);
    timers.schedule(Duration.ofMillis(20), ran::countDown);

    timers.close();
    timers.schedule(Duration.ZERO, ran::countDown).cancel();

    assertThat(ran.await(100, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(ran.getCount()).isEqualTo(2);
  }
}
