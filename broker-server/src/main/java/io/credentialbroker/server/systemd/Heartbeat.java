package io.credentialbroker.server.systemd;

import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Feeds the service manager's watchdog ({@code sd_watchdog_enabled(3)}), which restarts a daemon that hangs. The
 * beat starts on the timers that refresh sessions and goes through every event loop: where one of them does not
 * answer, nobody feeds, whatever else still runs.
 */
public final class Heartbeat implements AutoCloseable {
  private final Duration period;
  private final Timers refresher;
  private final Consumer<Runnable> loops;
  private final Runnable feed;
  private Timers.Scheduled next = () -> {};
  private boolean closed;

  /**
   * A heart that does not beat yet.
   *
   * @param refresher the timers by which sessions are refreshed
   * @param loops runs something when every event loop has answered
   * @param feed tells the service manager
   */
  public Heartbeat(Duration period, Timers refresher, Consumer<Runnable> loops, Runnable feed) {
    this.period = period;
    this.refresher = refresher;
    this.loops = loops;
    this.feed = feed;
  }

  /**
   * How often to feed: half of what {@code WATCHDOG_USEC} allows.
   *
   * @return empty where no watchdog waits for this process
   */
  public static Optional<Duration> period(Map<String, String> environment, long pid) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String meant = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    return micros.matches("[1-9][0-9]{0,15}") && meant.equals(Long.toString(pid))
        ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 500))
        : Optional.empty();
  }

  /** Beats at once, and from now on. */
  public synchronized void start() {
    if (!closed) {
      loops.accept(feed);
      next = refresher.schedule(period, this::start);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.cancel();
  }
}
