package io.credentialbroker.server.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.server.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final Duration PERIOD = Duration.ofSeconds(15);

  private final ManualTime time = ManualTime.start();
  private final AtomicInteger fed = new AtomicInteger();

  @Test
  void period_watchdogOfThisProcess_isHalfOfItsPatience() {
    assertThat(Heartbeat.period(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "7"), 7))
        .contains(PERIOD);
    assertThat(Heartbeat.period(Map.of("WATCHDOG_USEC", "30000000"), 7)).contains(PERIOD);
  }

  @Test
  void period_noWatchdogOrThatOfAnotherProcess_isNone() {
    assertThat(Heartbeat.period(Map.of(), 7)).isEmpty();
    assertThat(Heartbeat.period(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "8"), 7)).isEmpty();
    assertThat(Heartbeat.period(Map.of("WATCHDOG_USEC", "soon"), 7)).isEmpty();
    assertThat(Heartbeat.period(Map.of("WATCHDOG_USEC", "0"), 7)).isEmpty();
  }

  @Test
  void start_everythingAnswers_feedsAtOnceAndEachPeriod() {
    try (var heart = new Heartbeat(PERIOD, time, Runnable::run, fed::incrementAndGet)) {
      heart.start();
      assertThat(fed).hasValue(1);
      time.advance(PERIOD.multipliedBy(3));
      assertThat(fed).hasValue(4);
    }
    time.advance(PERIOD);
    assertThat(fed).hasValue(4);
  }

  @Test
  void start_loopThatHangs_isNotFedForIt() {
    List<Runnable> hanging = new ArrayList<>();
    try (var heart = new Heartbeat(PERIOD, time, hanging::add, fed::incrementAndGet)) {
      heart.start();
      time.advance(PERIOD.multipliedBy(2));
      assertThat(fed).hasValue(0);
      hanging.forEach(Runnable::run);
      assertThat(fed).hasPositiveValue();
    }
  }

  @Test
  void start_refresherThatHangs_isNotFedForIt() {
    try (var heart = new Heartbeat(PERIOD, (_, _) -> () -> {}, Runnable::run, fed::incrementAndGet)) {
      heart.start();
      time.advance(PERIOD.multipliedBy(4));
      assertThat(fed).hasValue(1);
    }
  }

  @Test
  void whenAllLoopsAnswer_oneOfTwoHangs_waitsForIt() throws Exception {
    var release = new CountDownLatch(1);
    var fedOnce = new CountDownLatch(1);
    try (var transport = Transport.open(2)) {
      // Timers take one loop after the other, so that one of the two is held up here.
      transport.timers().schedule(Duration.ZERO, () -> awaitQuietly(release));
      transport.whenAllLoopsAnswer(fedOnce::countDown);
      assertThat(fedOnce.getCount()).isEqualTo(1);
      release.countDown();
      assertThat(fedOnce.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
