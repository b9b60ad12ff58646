package io.credentialbroker.core.session;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What time it is, as far as expiry is concerned: the wall clock, corrected by what AWS's own clock and the
 * ticker say about it. Reads are lock-free; {@link #compare}, {@link #learn} and {@link #doubt} need the
 * engine's lock.
 *
 * <p>The wall clock leaping ahead of the ticker is a suspend, or a step; it is believed, because the worst
 * that follows is a needless fetch. Falling behind the ticker is believed only when it takes back an earlier
 * leap: otherwise time goes on as the ticker counts it, for a clock set back must not make expired
 * credentials look valid. What AWS says overrules both.
 */
final class ClockWatch {
  private static final long NONE = Long.MIN_VALUE;

  private final InstantSource wall;
  private final Ticker ticker;
  private final long toleranceMs;
  private volatile Reading last;

  ClockWatch(InstantSource wall, Ticker ticker, Duration tolerance) {
    this.wall = wall;
    this.ticker = ticker;
    this.toleranceMs = tolerance.toMillis();
    long now = wall.millis();
    this.last = new Reading(now, ticker.read(), 0, 0, NONE);
  }

  long ticks() {
    return ticker.read();
  }

  /** The trusted wall clock in milliseconds since the epoch. */
  long nowMs() {
    return wall.millis() + last.skewMs;
  }

  /** As {@link #nowMs}, or {@link Long#MIN_VALUE} when wall clock and ticker have come apart at {@code ticks}. */
  long nowMsIfSteady(long ticks) {
    Reading then = last;
    long wallMs = wall.millis();
    return isWithin(jump(then, wallMs, ticks)) ? wallMs + then.skewMs : NONE;
  }

  /** How far the local clock is behind AWS's (negative: ahead); zero while nothing is known. */
  Duration skew() {
    return Duration.ofMillis(last.skewMs);
  }

  /** How far the wall clock has moved against the ticker since the last call, zero if within tolerance. */
  long compare() {
    Reading then = last;
    long wallMs = wall.millis();
    long ticks = ticker.read();
    long jump = jump(then, wallMs, ticks);
    if (isWithin(jump)) {
      last = new Reading(wallMs, ticks, then.skewMs, then.otherSkewMs, then.lowMs);
      return 0;
    }
    long offset = offset(wallMs, ticks);
    if (jump > 0) {
      long low = then.lowMs == NONE ? offset(then.wallMs, then.ticks) : then.lowMs;
      last = new Reading(wallMs, ticks, then.skewMs, then.skewMs, low);
    } else if (then.lowMs != NONE && isWithin(offset - then.lowMs)) {
      last = new Reading(wallMs, ticks, then.skewMs, then.skewMs, NONE);
    } else {
      last = new Reading(wallMs, ticks, then.skewMs - jump, then.skewMs, NONE);
    }
    return jump;
  }

  /** Takes over what AWS says: its clock less ours. Returns whether that changes anything. */
  boolean learn(Duration skew) {
    long told = isWithin(skew.toMillis()) ? 0 : skew.toMillis();
    Reading then = last;
    last = new Reading(then.wallMs, then.ticks, isWithin(told - then.skewMs) ? then.skewMs : told,
        isWithin(told - then.skewMs) ? then.skewMs : told, NONE);
    return last.skewMs != then.skewMs;
  }

  /**
   * Weighs an answer that has just come in and would already be expired. If a clock that fell back is being
   * made up for, and the answer is valid by that clock, then the clock was right to fall back.
   *
   * @return whether the trusted clock has changed because of it
   */
  boolean doubt(long expirationMs) {
    Reading then = last;
    if (then.otherSkewMs == then.skewMs || expirationMs <= wall.millis() + then.otherSkewMs) {
      return false;
    }
    last = new Reading(then.wallMs, then.ticks, then.otherSkewMs, then.otherSkewMs, NONE);
    return true;
  }

  private boolean isWithin(long difference) {
    return Math.abs(difference) <= toleranceMs;
  }

  private static long jump(Reading then, long wallMs, long ticks) {
    return wallMs - then.wallMs - (ticks - then.ticks) / 1_000_000;
  }

  private static long offset(long wallMs, long ticks) {
    return wallMs - ticks / 1_000_000;
  }

  /**
   * Both clocks at one moment.
   *
   * @param skewMs what is added to the wall clock
   * @param otherSkewMs what would be added if a backward step were believed; equal to skewMs without one
   * @param lowMs wall clock less ticker before the first of the leaps ahead that nothing has taken back
   */
  private record Reading(long wallMs, long ticks, long skewMs, long otherSkewMs, long lowMs) {}
}
