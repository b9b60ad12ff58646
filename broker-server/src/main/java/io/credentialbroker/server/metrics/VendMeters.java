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
  private final ConcurrentHashMap<String, Counters<Outcome>> byClient = new ConcurrentHashMap<>();
  private final Counters<Refusal> refusals;
  private final Counters<Turned> turned;
  private final Counter stale;
  private final Counter waits;
  private final LongAdder waiting = new LongAdder();

  VendMeters(MeterRegistry registry, Predicate<SessionKey> isStale) {
    this.registry = registry;
    this.isStale = isStale;
    refusals = new Counters<>(Refusal.class,
        refusal -> Counter.builder("broker.refusals").tag("reason", Names.of(refusal))
            .description("Requests that got no further than the gate.").register(registry));
    turned = new Counters<>(Turned.class,
        why -> Counter.builder("broker.connections.turned.away").tag("reason", Names.of(why))
            .description("Connections that were closed unread.").register(registry));
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
    GRANTED,
    UNKNOWN_PROFILE,
    BAD_CONFIGURATION,
    NOT_GRANTED,
    LOCKED,
    REFUSED_UPSTREAM,
    MFA_NEEDED,
    SIGN_IN_NEEDED,
    UNAVAILABLE
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
    Counters<Outcome> counters = byClient.get(caller.client());
    if (counters == null) {
      counters = byClient.computeIfAbsent(clients.label(caller.client()), this::counters);
    }
    counters.increment(outcome(vend));
    if (vend instanceof Vend.Granted(var session) && isStale.test(session.key())) {
      stale.increment();
    }
  }

  @Override
  public void refused(String listener, @Nullable Peer peer, Refusal refusal) {
    refusals.increment(refusal);
  }

  @Override
  public void turnedAway(String listener, @Nullable Peer peer, Turned why) {
    turned.increment(why);
  }

  private Counters<Outcome> counters(String client) {
    return new Counters<>(Outcome.class, outcome -> Counter.builder("broker.vends").tag("client", client)
        .tag("outcome", Names.of(outcome)).description("Requests of known callers, by what became of them.")
        .register(registry));
  }

  private static Outcome outcome(Vend vend) {
    return switch (vend) {
      case Vend.Granted _ -> Outcome.GRANTED;
      case Vend.Denied denied -> switch (denied.kind()) {
        case UNKNOWN_PROFILE -> Outcome.UNKNOWN_PROFILE;
        case BAD_CONFIGURATION -> Outcome.BAD_CONFIGURATION;
        case NOT_GRANTED -> Outcome.NOT_GRANTED;
        case LOCKED -> Outcome.LOCKED;
        case REFUSED_UPSTREAM -> Outcome.REFUSED_UPSTREAM;
      };
      case Vend.MfaNeeded _ -> Outcome.MFA_NEEDED;
      case Vend.SignInNeeded _ -> Outcome.SIGN_IN_NEEDED;
      case Vend.Unavailable _ -> Outcome.UNAVAILABLE;
    };
  }
}
