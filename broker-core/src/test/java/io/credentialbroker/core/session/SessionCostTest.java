package io.credentialbroker.core.session;

import static io.credentialbroker.core.session.Stage.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.ManualTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must not grow: the cost of a hit, of a refusal, of a tick. */
class SessionCostTest {
  private static final int MANY = 200_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void session_held_allocatesNothing() {
    var time = ManualTime.start();
    // The wall clock of the platform: asking the manual one makes an Instant.
    var engine = new SessionEngine(SessionSettings.DEFAULTS, InstantSource.system(), System::nanoTime, time,
        new Random(1), Runnable::run, SessionListener.NONE);
    var sts = new VirtualSts(new ManualTime(InstantSource.system().instant()));
    var key = key("deploy");
    engine
        .plan(List.of(new SessionPlan(key, "deploy", sts.source("deploy", Duration.ofHours(1)), "", false)));

    assertThat(bytesPerCall(() -> engine.session(key))).isLessThan(1);
    assertThat(sts.calls).hasSize(1);
  }

  @Test
  void session_refusedFromMemory_allocatesNothing() {
    var time = ManualTime.start();
    var engine = new SessionEngine(SessionSettings.DEFAULTS, time, time, time, new Random(1), Runnable::run,
        SessionListener.NONE);
    var sts = new VirtualSts(time);
    sts.fail(FailureReason.ACCESS_DENIED);
    var key = key("deploy");
    engine
        .plan(List.of(new SessionPlan(key, "deploy", sts.source("deploy", Duration.ofHours(1)), "", false)));

    assertThat(bytesPerCall(() -> engine.session(key))).isLessThan(1);
    assertThat(sts.calls).hasSize(1);
  }

  @Test
  void timers_thousandsOfSessions_areOne() {
    var stage = new Stage(SessionSettings.DEFAULTS.withCallsPerSecond(10_000), UpstreamProbe.NONE);
    stage.engine.plan(IntStream.range(0, 5_000).mapToObj(i -> new SessionPlan(key("role" + i, i / 5_000.0),
        "role" + i, stage.sts.source("role" + i, Stage.HOUR), Stage.UPSTREAM, true)).toList());
    stage.time.advance(Duration.ofMinutes(5));

    assertThat(stage.sts.calls).hasSize(5_000);
    assertThat(stage.time.pending()).isEqualTo(1);
  }

  private double bytesPerCall(Runnable call) {
    for (int i = 0; i < MANY; i++) {
      call.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < MANY; i++) {
      call.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / (double) MANY;
  }
}
