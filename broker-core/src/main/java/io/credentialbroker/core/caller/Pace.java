package io.credentialbroker.core.caller;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often a client may ask. It may save up one second's worth of requests and then has its rate; one that is
 * over it is refused until time has passed, and never for longer than it itself was too fast. Nobody else's
 * requests count.
 *
 * <p>One number is the whole state: until when the requests so far have used time up (the generic cell rate
 * algorithm of ATM networks). A request that is refused uses nothing up, so that asking too often does not lock
 * anybody out.
 */
public final class Pace {
  /** As often as it likes. */
  public static final Pace UNLIMITED = new Pace(0, () -> 0);

  private static final long SECOND = 1_000_000_000;

  private final long cost;
  private final LongSupplier ticker;
  private final AtomicLong usedUntil;

  private Pace(long cost, LongSupplier ticker) {
    this.cost = cost;
    this.ticker = ticker;
    this.usedUntil = new AtomicLong(ticker.getAsLong());
  }

  /**
   * A pace of so many requests a second.
   *
   * @param requests from 1 to a million
   * @param ticker nanoseconds from any origin
   */
  public static Pace perSecond(int requests, LongSupplier ticker) {
    if (requests < 1 || requests > 1_000_000) {
      throw new IllegalArgumentException("1 to 1000000 requests a second");
    }
    return new Pace(SECOND / requests, ticker);
  }

  /** Whether one more request may go on now. */
  public boolean take() {
    if (cost == 0) {
      return true;
    }
    while (true) {
      long now = ticker.getAsLong();
      long before = usedUntil.get();
      long ahead = Math.max(0, before - now);
      if (ahead + cost > SECOND) {
        return false;
      }
      if (usedUntil.compareAndSet(before, now + ahead + cost)) {
        return true;
      }
    }
  }
}
