package io.credentialbroker.server.metrics;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.core.session.SessionPlan;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts what happens in the session room. None of it is on the way of a request. */
final class SessionMeters implements SessionListener {
  private static final int MOST_UPSTREAMS = 32;
  private static final String OK = "ok";

  private final MeterRegistry registry;
  private final Names upstreams = new Names(MOST_UPSTREAMS);
  private final Set<SessionKey> failing = ConcurrentHashMap.newKeySet();
  private final Counter expired;
  private final Counter dropped;
  private final Counter jumps;

  SessionMeters(MeterRegistry registry) {
    this.registry = registry;
    expired = Counter.builder("broker.sessions.expired")
        .description("Sessions that ran out before a new one could be had.").register(registry);
    dropped = Counter.builder("broker.sessions.dropped")
        .description("Sessions let go of because nobody asked for them, or because somebody said so.")
        .register(registry);
    jumps = Counter.builder("broker.clock.jumps")
        .description("Times that the clock moved against the ticker; a suspend is one.").register(registry);
    fetches(OK);
    for (FailureReason reason : FailureReason.values()) {
      fetches(Names.of(reason));
    }
  }

  /** Whether the last attempt to renew this session has failed. */
  boolean isStale(SessionKey key) {
    return failing.contains(key);
  }

  @Override
  public void called(SessionPlan plan, @Nullable Failure failure, Duration took) {
    if (failure == null) {
      failing.remove(plan.key());
    }
    String upstream = upstreams.label(Names.ofUpstream(plan.upstream()));
    Counter.builder("broker.upstream.calls").tag("upstream", upstream)
        .tag("outcome", failure == null ? OK : Names.of(failure.reason()))
        .description("Calls of sources, by where they went and what became of them.").register(registry)
        .increment();
    Timer timer = Buckets.CALL.timer("broker.upstream.call", "How long calls of sources took.")
        .tag("upstream", upstream).register(registry);
    timer.record(took);
  }

  @Override
  public void fetched(SessionPlan plan, RoleSession session, Duration took) {
    fetches(OK).increment();
  }

  @Override
  public void failed(SessionPlan plan, Failure failure, int failures, Duration nextAttemptIn) {
    failing.add(plan.key());
    fetches(Names.of(failure.reason())).increment();
  }

  @Override
  public void expired(SessionPlan plan) {
    expired.increment();
  }

  @Override
  public void dropped(SessionPlan plan) {
    failing.remove(plan.key());
    dropped.increment();
  }

  @Override
  public void clockJumped(Duration jump) {
    jumps.increment();
  }

  /** The registry hands out the same counter each time. */
  private Counter fetches(String outcome) {
    return Counter.builder("broker.fetches").tag("outcome", outcome)
        .description(
            "Attempts to get or renew a session, of one to three calls each, by what became of them.")
        .register(registry);
  }
}
