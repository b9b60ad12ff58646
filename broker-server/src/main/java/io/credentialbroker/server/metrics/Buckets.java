package io.credentialbroker.server.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Upper limits of the buckets of a histogram. */
@SuppressWarnings("ImmutableEnumChecker") // the list is not handed out
enum Buckets {
  /** Of calls that cross a network; a call has ten seconds. */
  CALL(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000),
  /** Of tasks that should run at once. */
  LAG(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000);

  private final List<Duration> limits;

  Buckets(int... milliseconds) {
    this.limits = Arrays.stream(milliseconds).mapToObj(Duration::ofMillis).toList();
  }

  /** A timer with these buckets. */
  Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description)
        .serviceLevelObjectives(limits.toArray(Duration[]::new));
  }
}
