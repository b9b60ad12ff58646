package io.credentialbroker.core.session;

import io.credentialbroker.core.fixtures.ManualTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/**
 * Many hosts that all start within a second, as after a deployment or a power cut, behind one throttled STS.
 * On each a program asks for credentials once a minute on average, and once STS is dead for 20 minutes.
 */
final class Fleet {
  static final Duration LIFETIME = Duration.ofHours(1);
  static final Duration SPAN = Duration.ofHours(12);
  /** What counts as the start: everybody needs a session at once, whatever the schedule. */
  static final Duration START = Duration.ofMinutes(10);

  /** STS answers nothing but 5xx for a while in the middle of the run. */
  static final Duration OUTAGE_AT = Duration.ofHours(6);
  static final Duration OUTAGE = Duration.ofMinutes(20);

  private static final double ASK_NANOS = 60e9;

  private Fleet() {}

  /**
   * How it went.
   *
   * @param perSecond calls of every second
   * @param throttled calls refused
   * @param failedAtStart answers without credentials in the first ten minutes
   * @param failedLater those after that
   */
  record Result(FleetHost.Schedule schedule, int hosts, int[] perSecond, long throttled, long answers,
      long failedAtStart, long failedLater) {
    int peakAtStart() {
      return Arrays.stream(perSecond).limit(START.toSeconds()).max().orElse(0);
    }

    int peakLater() {
      return Arrays.stream(perSecond).skip(START.toSeconds()).max().orElse(0);
    }

    long calls() {
      return Arrays.stream(perSecond).asLongStream().sum();
    }

    double meanPerSecond() {
      return calls() / (double) perSecond.length;
    }

    double callsPerSessionHour() {
      return calls() / (double) hosts / SPAN.toHours();
    }
  }

  static Result run(FleetHost.Schedule schedule, int hosts, int rate, long seed) {
    var random = new Random(seed);
    var time = ManualTime.start();
    var sts = new ThrottledSts(time, random, rate, LIFETIME);
    var counts = new long[3];
    long begun = time.read();
    for (int i = 0; i < hosts; i++) {
      FleetHost host = FleetHost.of(schedule, i, time, sts, random);
      time.schedule(Duration.ofNanos(random.nextInt(1_000_000_000)), () -> {
        host.start();
        askLater(host, time, random, begun, counts);
      });
    }
    time.advance(SPAN);
    return new Result(schedule, hosts, sts.perSecond((int) SPAN.toSeconds()), sts.throttled, counts[0],
        counts[1], counts[2]);
  }

  private static void askLater(FleetHost host, ManualTime time, Random random, long begun, long[] counts) {
    long pause = (long) (-Math.log(1 - random.nextDouble()) * ASK_NANOS);
    time.schedule(Duration.ofNanos(pause), () -> {
      boolean start = time.read() - begun < START.toNanos();
      var _ = host.ask().thenAccept(given -> {
        counts[0]++;
        if (!given) {
          counts[start ? 1 : 2]++;
        }
      });
      askLater(host, time, random, begun, counts);
    });
  }
}
