package io.credentialbroker.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Micrometer's registry in memory, counting as Prometheus wants it: everything from the start, buckets too, never
 * by windows of time.
 */
final class CountingRegistry extends SimpleMeterRegistry {
  private static final SimpleConfig CUMULATIVE = new SimpleConfig() {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public CountingMode mode() {
      return CountingMode.CUMULATIVE;
    }
  };
  /** One window, longer than any daemon runs. */
  private static final DistributionStatisticConfig FOR_EVER = DistributionStatisticConfig.builder()
      .expiry(Duration.ofDays(36_500)).bufferLength(1).build();

  CountingRegistry() {
    super(CUMULATIVE, Clock.SYSTEM);
  }

  /** As the superclass, but without a gauge for each bucket beside the timer. */
  @Override
  protected Timer newTimer(Meter.Id id, DistributionStatisticConfig wanted, PauseDetector pauses) {
    return new CumulativeTimer(id, clock, FOR_EVER.merge(wanted), pauses, getBaseTimeUnit(), false);
  }
}
