package io.credentialbroker.server.metrics;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.server.pipeline.Refusal;
import io.credentialbroker.server.pipeline.VendObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts what the gate decides: for each request two look-ups and an addition, and nothing is allocated. */
final class VendMeters implements VendObserver {
  private static final int MOST_CLIENTS = 64;

  private final MeterRegistry registry;
  private final Predicate<SessionKey> isStale;
  private final Names clients = new Names(MOST_CLIENTS);
  private final ConcurrentHashMap<String, Counter[]> byClient = new ConcurrentHashMap<>();
  private final Counter[] refusals = new Counter[Refusal.values().length];
  private final Counter[] turned = new Counter[Turned.values().length];
  private final Counter stale;
  private final Counter waits;
  private final LongAdder waiting = new LongAdder();

  VendMeters(MeterRegistry registry, Predicate<SessionKey> isStale) {
    this.registry = registry;
    this.isStale = isStale;
    for (Refusal refusal : Refusal.values()) {
      refusals[refusal.ordinal()] = Counter.builder("broker.refusals").tag("reason", Names.of(refusal))
          .description("Requests that got no further than the gate.").register(registry);
    }
    for (Turned why : Turned.values()) {
      turned[why.ordinal()] = Counter.builder("broker.connections.turned.away").tag("reason", Names.of(why))
          .description("Connections that were closed unread.").register(registry);
    }
    stale = Counter.builder("broker.stale.serves")
        .description("Sessions handed out, still valid, although their last refresh has failed.")
        .register(registry);
    waits = Counter.builder("broker.vend.waits")
        .description("Requests that were not answered from memory at once.").register(registry);
    Gauge.builder("broker.waiters", waiting, LongAdder::sum)
        .description("Requests that wait for a session at this moment.").register(registry);
  }

  /** What became of a request of a caller that is known. */
  private enum Outcome {
    GRANTED, UNKNOWN_PROFILE, BAD_CONFIGURATION, NOT_GRANTED, REFUSED_UPSTREAM, MFA_NEEDED, SIGN_IN_NEEDED, UNAVAILABLE
  }

  @Override
  public void waits() {
    waiting.increment();
    waits.increment();
  }

  @Override
  public void waited() {
    waiting.decrement();
  }

  @Override
  public void vended(String listener, Caller caller, ProfileName profile, Vend vend, boolean fromCache) {
    Counter[] counters = byClient.get(caller.client());
    if (counters == null) {
      counters = byClient.computeIfAbsent(clients.label(caller.client()), this::counters);
    }
    counters[outcome(vend).ordinal()].increment();
    if (vend instanceof Vend.Granted(var session) && isStale.test(session.key())) {
      stale.increment();
    }
  }

  @Override
  public void refused(String listener, @Nullable Peer peer, Refusal refusal) {
    refusals[refusal.ordinal()].increment();
  }

  @Override
  public void turnedAway(String listener, @Nullable Peer peer, Turned why) {
    turned[why.ordinal()].increment();
  }

  private Counter[] counters(String client) {
    var counters = new Counter[Outcome.values().length];
    for (Outcome outcome : Outcome.values()) {
      counters[outcome.ordinal()] = Counter.builder("broker.vends").tag("client", client)
          .tag("outcome", Names.of(outcome))
          .description("Requests of known callers, by what became of them.").register(registry);
    }
    return counters;
  }

  private static Outcome outcome(Vend vend) {
    return switch (vend) {
      case Vend.Granted _ -> Outcome.GRANTED;
      case Vend.Denied denied -> switch (denied.kind()) {
        case UNKNOWN_PROFILE -> Outcome.UNKNOWN_PROFILE;
        case BAD_CONFIGURATION -> Outcome.BAD_CONFIGURATION;
        case NOT_GRANTED -> Outcome.NOT_GRANTED;
        case REFUSED_UPSTREAM -> Outcome.REFUSED_UPSTREAM;
      };
      case Vend.MfaNeeded _ -> Outcome.MFA_NEEDED;
      case Vend.SignInNeeded _ -> Outcome.SIGN_IN_NEEDED;
      case Vend.Unavailable _ -> Outcome.UNAVAILABLE;
    };
  }
}
