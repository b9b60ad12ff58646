package io.credentialbroker.server.metrics;

import com.github.benmanes.caffeine.cache.Ticker;
import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A task that runs every five seconds where others run too, and so finds out how late they run there. One that has
 * been silent for long means that the thread hangs: the page for monitors tells it, and systemd's watchdog is no
 * longer fed.
 */
public final class Pulse implements AutoCloseable {
  /** From one beat to the next. */
  public static final Duration EVERY = Duration.ofSeconds(5);

  private final String name;
  private final Timers timers;
  private final Ticker ticker;
  private volatile Consumer<Duration> listener = _ -> {};
  private volatile long last;
  private volatile boolean closed;
  private volatile Timers.Scheduled next = () -> {};

  private Pulse(String name, Timers timers, Ticker ticker) {
    this.name = name;
    this.timers = timers;
    this.ticker = ticker;
    this.last = ticker.read();
  }

  /**
   * Begins to beat.
   *
   * @param name of the thread, in words with dots, e.g. {@code event.loop}
   * @param ticker counts what {@code timers} count
   */
  public static Pulse of(String name, Timers timers, Ticker ticker) {
    var pulse = new Pulse(name, timers, ticker);
    pulse.plan();
    return pulse;
  }

  /** The name of the thread. */
  public String name() {
    return name;
  }

  /** How long ago it last beat. */
  public Duration silence() {
    return Duration.ofNanos(Math.max(0, ticker.read() - last));
  }

  void tell(Consumer<Duration> lags) {
    listener = lags;
  }

  private void plan() {
    if (!closed) {
      long due = ticker.read() + EVERY.toNanos();
      next = timers.schedule(EVERY, () -> beat(due));
    }
  }

  private void beat(long due) {
    long now = ticker.read();
    last = now;
    try {
      listener.accept(Duration.ofNanos(Math.max(0, now - due)));
    } finally {
      plan();
    }
  }

  @Override
  public void close() {
    closed = true;
    next.cancel();
  }
}
