package io.credentialbroker.server;

import com.github.benmanes.caffeine.cache.Ticker;
import io.credentialbroker.core.time.SystemTimers;
import io.credentialbroker.core.time.Timers;
import java.time.InstantSource;

/**
 * The time by which sessions live and files are watched. Deadlines of connections are the event loop's own.
 *
 * @param wall expirations are compared with it
 * @param ticker counts intervals
 * @param timers count what {@code ticker} counts
 * @param end releases what the timers hold
 */
record DaemonTime(InstantSource wall, Ticker ticker, Timers timers, Runnable end) implements AutoCloseable {
  /** The machine's own. */
  static DaemonTime system() {
    var timers = new SystemTimers();
    return new DaemonTime(InstantSource.system(), Ticker.systemTicker(), timers, timers::close);
  }

  @Override
  public void close() {
    end.run();
  }
}
