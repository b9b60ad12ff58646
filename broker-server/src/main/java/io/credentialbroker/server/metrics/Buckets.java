package io.credentialbroker.server.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;

/** Upper limits of the buckets of a histogram. */
enum Buckets {
  /** Of calls that cross a network; a call has ten seconds. */
  CALL(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000),
  /** Of tasks that should run at once. */
  LAG(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000);

  private final Duration[] limits;

  Buckets(int... milliseconds) {
    this.limits = Arrays.stream(milliseconds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  /** A timer with these buckets. */
  Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(limits);
  }
}
