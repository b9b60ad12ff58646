package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.ManualTime;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a simulation: calm spells, and between them one kind of trouble at a time. It decides what
 * becomes of each call, and moves the clock as suspends and bad time servers do.
 */
final class Weather {
  private static final FailureReason[] PASSING = { FailureReason.UNREACHABLE, FailureReason.UPSTREAM_ERROR,
      FailureReason.THROTTLED, FailureReason.MALFORMED_ANSWER, FailureReason.IDENTITY_PROVIDER_UNREACHABLE,
      FailureReason.INTERNAL};
  private static final FailureReason[] LASTING = { FailureReason.ACCESS_DENIED, FailureReason.EXPIRED_INPUT,
      FailureReason.INVALID_KEY, FailureReason.LOCAL_CONFIGURATION};

  /** How bad it gets. */
  enum Climate {
    /** Never. */
    CALM,
    /** Outages of at most 25 minutes with an hour between them: what the broker promises to hide. */
    PROMISED,
    /** Anything: hours of outage, refusals, suspends, clocks set to anything. */
    ANYTHING
  }

  private final ManualTime time;
  private final Random random;
  private final Climate climate;
  /** AWS's clock less the local wall clock. */
  Duration clockAhead = Duration.ZERO;
  private long nextChange;
  private boolean trouble;
  /** When the last trouble ended, by the ticker; while there is trouble, for ever. */
  private long calmSince;
  private double failing;
  private double vanishing;
  private @Nullable FailureReason reason;
  private Duration slowest = Duration.ofMillis(300);

  Weather(ManualTime time, Random random, Climate climate) {
    this.time = time;
    this.random = random;
    this.climate = climate;
    this.calmSince = time.read();
    this.nextChange = time.read() + Duration.ofHours(1).toNanos();
  }

  long trueNowMs() {
    return time.instant().toEpochMilli() + clockAhead.toMillis();
  }

  /** Whether it has been calm since a moment of the ticker. */
  boolean calmSince(long ticks) {
    return !trouble && calmSince - ticks <= 0;
  }

  long calmSince() {
    return calmSince;
  }

  long nextChange() {
    return nextChange;
  }

  /** What becomes of a call made now: null if it succeeds. */
  @Nullable
  FailureReason failure() {
    return random.nextDouble() < failing ? reason : null;
  }

  boolean vanishes() {
    return random.nextDouble() < vanishing;
  }

  Duration latency() {
    return Duration.ofMillis(1 + random.nextLong(slowest.toMillis()));
  }

  /** From calm to trouble or back. */
  void change() {
    failing = 0;
    vanishing = 0;
    slowest = Duration.ofMillis(300);
    calmSince = time.read();
    trouble = !trouble && climate != Climate.CALM;
    if (trouble) {
      begin();
    } else {
      nextChange = time.read() + between(Duration.ofMinutes(61), Duration.ofHours(8));
    }
  }

  private void begin() {
    boolean anything = climate == Climate.ANYTHING;
    nextChange = time.read() + between(Duration.ofSeconds(1),
        anything && random.nextInt(4) == 0 ? Duration.ofHours(6) : Duration.ofMinutes(25));
    switch (random.nextInt(anything ? 8 : 5)) {
      case 0 -> fail(PASSING, 1);
      case 1 -> fail(PASSING, random.nextDouble());
      case 2 -> vanishing = 1;
      case 3 -> vanishing = random.nextDouble();
      case 4 -> slowest = Duration.ofSeconds(30);
      case 5 -> fail(LASTING, random.nextBoolean() ? 1 : random.nextDouble());
      case 6 -> time.jumpWall(Duration.ofNanos(between(Duration.ofSeconds(3), Duration.ofHours(20))));
      default -> setClock();
    }
  }

  /** A false step, or the correction of an earlier one. */
  private void setClock() {
    Duration step = clockAhead.isZero()
        ? Duration.ofSeconds(random.nextLong(-90_000, 90_000))
        : clockAhead;
    time.jumpWall(step);
    clockAhead = clockAhead.minus(step);
  }

  private void fail(FailureReason[] reasons, double probability) {
    reason = reasons[random.nextInt(reasons.length)];
    failing = probability;
  }

  private long between(Duration low, Duration high) {
    return random.nextLong(low.toNanos(), high.toNanos());
  }
}
