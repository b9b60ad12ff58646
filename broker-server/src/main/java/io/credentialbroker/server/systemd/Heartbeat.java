package io.credentialbroker.server.systemd;

import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Feeds the service manager's watchdog ({@code sd_watchdog_enabled(3)}), which restarts a daemon that hangs:
 * when one of the threads that matter has been silent for as long as the time between two feedings, nobody
 * feeds, whatever else still runs.
 */
public final class Heartbeat implements AutoCloseable {
  private final Duration period;
  private final Timers timers;
  private final Predicate<Duration> well;
  private final Runnable feed;
  private Timers.Scheduled next = () -> {};
  private boolean closed;

  /**
   * A heart that does not beat yet.
   *
   * @param well whether every thread that matters has run within a time
   * @param feed tells the service manager
   */
  public Heartbeat(Duration period, Timers timers, Predicate<Duration> well, Runnable feed) {
    this.period = period;
    this.timers = timers;
    this.well = well;
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
      if (well.test(period)) {
        feed.run();
      }
      next = timers.schedule(period, this::start);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.cancel();
  }
}
