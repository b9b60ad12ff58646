package io.credentialbroker.server.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.time.Timers;
import io.credentialbroker.server.metrics.Pulse;
import io.credentialbroker.server.ops.Liveness;
import io.credentialbroker.server.transport.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
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

  private Heartbeat heart(Pulse... pulses) {
    return new Heartbeat(PERIOD, time, new Liveness(List.of(pulses))::isWell, fed::incrementAndGet);
  }

  @Test
  void start_everythingBeats_feedsAtOnceAndEachPeriod() {
    try (var one = Pulse.of("event.loop", time, time); var heart = heart(one)) {
      heart.start();
      assertThat(fed).hasValue(1);
      time.advance(PERIOD.multipliedBy(3));
      assertThat(fed).hasValue(4);
    }
    time.advance(PERIOD);
    assertThat(fed).hasValue(4);
  }

  @Test
  void start_oneThreadHangs_isNotFedForTheOthersUntilItRunsAgain() {
    var hanging = new ArrayDeque<Runnable>();
    Timers stuck = (_, task) -> {
      hanging.add(task);
      return () -> {};
    };
    try (var well = Pulse.of("event.loop", time, time);
        var refresher = Pulse.of("refresher", stuck, time);
        var heart = heart(well, refresher)) {
      heart.start();
      time.advance(PERIOD);
      assertThat(fed).as("a beat may come later than its thread has run").hasValue(2);
      time.advance(PERIOD.multipliedBy(4));
      assertThat(fed).hasValue(2);
      hanging.remove().run();
      time.advance(PERIOD);
      assertThat(fed).hasValue(3);
    }
  }

  @Test
  void start_periodShorterThanABeat_isFedAllTheSame() {
    try (var one = Pulse.of("event.loop", time, time);
        var heart = new Heartbeat(Duration.ofMillis(100), time, new Liveness(List.of(one))::isWell,
            fed::incrementAndGet)) {
      heart.start();
      time.advance(Duration.ofSeconds(2));
      assertThat(fed).hasValue(21);
    }
  }

  @Test
  void loops_oneOfTwoHangs_isSilentByItself() throws Exception {
    var release = new CountDownLatch(1);
    try (var transport = Transport.open(2)) {
      var beats = transport.loops().stream().map(_ -> new CountDownLatch(1)).toList();
      assertThat(beats).hasSize(2);
      transport.loops().getFirst().schedule(Duration.ZERO, () -> awaitQuietly(release));
      for (int i = 0; i < 2; i++) {
        transport.loops().get(i).schedule(Duration.ZERO, beats.get(i)::countDown);
      }
      assertThat(beats.getLast().await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(beats.getFirst().getCount()).isEqualTo(1);
      release.countDown();
      assertThat(beats.getFirst().await(20, TimeUnit.SECONDS)).isTrue();
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
