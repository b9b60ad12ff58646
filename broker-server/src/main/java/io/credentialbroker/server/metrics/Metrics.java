package io.credentialbroker.server.metrics;

import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.server.pipeline.VendObserver;
import org.jspecify.annotations.Nullable;

/**
 * The door: what is told of here is counted, and a scrape tells the counts. What only a scrape needs to know is
 * looked up then and costs nothing before. Thread-safe.
 */
public final class Metrics {
  /** The type of {@link #scrape}'s text: Prometheus's text format, which all its versions read. */
  public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final CountingRegistry registry = new CountingRegistry();
  private final SessionMeters sessions = new SessionMeters(registry);
  private final VendMeters vends = new VendMeters(registry, sessions::isStale);
  private @Nullable Standing standing;
  private @Nullable StandingMeters standingMeters;

  /** Counts what the gate decides. */
  public VendObserver vends() {
    return vends;
  }

  /** Counts what happens in the session room. */
  public SessionListener sessions() {
    return sessions;
  }

  /** Keeps the lags that this pulse finds. */
  public void lagOf(Pulse pulse) {
    pulse.tell(Buckets.LAG.timer("broker." + pulse.name() + ".lag",
        "How much later than planned a task ran, looked at every five seconds.").register(registry)::record);
  }

  /** From now on a scrape also tells how everything stands. */
  public synchronized void tell(Standing standing) {
    this.standing = standing;
  }

  /** All figures in {@link #TYPE}. May block for a moment; not for an event loop. */
  public synchronized String scrape() {
    var now = standing;
    if (now != null) {
      var meters = standingMeters;
      if (meters == null) {
        // At the first scrape and not at the start: a daemon that nobody scrapes never loads what this needs.
        ProcessMeters.bind(registry);
        meters = new StandingMeters(registry, now);
        standingMeters = meters;
      }
      meters.refresh();
    }
    return PrometheusText.of(registry.getMeters());
  }
}
