package io.credentialbroker.server.metrics;

import io.credentialbroker.core.mfa.DeviceStatus;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionCounts;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How everything stands, looked up anew for each scrape. Not thread-safe. */
final class StandingMeters {
  /** Of so many profiles the figures are told one by one, in the order of their names; of all the sums are. */
  static final int MOST_PROFILES = 256;
  private static final int MOST_DEVICES = 32;
  private static final int MOST_UPSTREAMS = 32;

  private final Standing standing;
  private final Rows expiry;
  private final Rows age;
  private final Rows failures;
  private final Rows state;
  private final Rows profiles;
  private final Rows unlisted;
  private final Rows firstEnd;
  private final Rows breaker;
  private final Rows queued;
  private final Rows calls;
  private final Rows callLimit;
  private final Rows retries;
  private final Rows codeDue;
  private final Rows codeNeeded;

  StandingMeters(MeterRegistry registry, Standing standing) {
    this.standing = standing;
    expiry = new Rows(registry, "broker.session.expiry", "seconds",
        "Seconds until the session held for a profile ends.");
    age = new Rows(registry, "broker.session.age", "seconds",
        "Seconds since the session held for a profile was made.");
    failures = new Rows(registry, "broker.session.failures", null,
        "Attempts to renew a profile's session that failed in a row.");
    state = new Rows(registry, "broker.profile.state", null, "1 for the state that a profile is in.");
    profiles = new Rows(registry, "broker.profiles", null, "Profiles in each state.");
    unlisted = new Rows(registry, "broker.profiles.unlisted", null,
        "Profiles that are not told of one by one because there are too many.");
    firstEnd = new Rows(registry, "broker.session.expiry.min", "seconds",
        "Seconds until the first of all sessions held ends.");
    breaker = new Rows(registry, "broker.upstream.breaker", null,
        "What is believed of an upstream: 0 it answers, 1 a single call is finding out, 2 it is dead.");
    queued = new Rows(registry, "broker.upstream.queued", null,
        "Fetches that wait for their turn at an upstream.");
    calls = new Rows(registry, "broker.upstream.calls.last.second", null,
        "Calls made to an upstream in the last second.");
    callLimit = new Rows(registry, "broker.upstream.calls.limit", null,
        "The most calls that an upstream gets in a second.");
    retries = new Rows(registry, "broker.upstream.retries.left", null,
        "Quick retries that the budget of an upstream still allows.");
    codeDue = new Rows(registry, "broker.mfa.due", "seconds",
        "Seconds until a device's next one-time code is due.");
    codeNeeded = new Rows(registry, "broker.mfa.needed", null,
        "1 while somebody waits for a device's one-time code.");
    single(registry, "broker.connections.open", null, "Connections of programs that are open.",
        now -> now.connections().getAsInt());
    single(registry, "broker.config.problems", null, "Mistakes in files, as 'broker status' tells them.",
        now -> now.problems().getAsInt());
    single(registry, "broker.clock.skew", "seconds", "AWS's clock less ours; positive when ours is behind.",
        now -> seconds(now.skew().get()));
    single(registry, "broker.sessions.held", null, "Sessions held, valid or not.",
        now -> now.counts().get().held());
    Gauge.builder("broker.build.info", () -> 1).tag("version", standing.version())
        .description("1 for the release.")
        .register(registry);
    counted(registry, "broker.cache.hits", "Questions for a session that memory answered.",
        SessionCounts::hits);
    counted(registry, "broker.cache.misses", "Questions for a session of which none was held.",
        SessionCounts::misses);
    counted(registry, "broker.cache.evictions",
        "Sessions let go of because they had ended or there were too many.",
        SessionCounts::evictions);
  }

  /** Looks everything up again. */
  void refresh() {
    var sessions = new HashMap<SessionKey, SessionStatus>();
    Instant now = standing.clock().instant();
    Instant first = Instant.MAX;
    for (SessionStatus one : standing.sessions().get()) {
      sessions.put(one.key(), one);
      if (one.session() != null && one.session().expiration().isBefore(first)) {
        first = one.session().expiration();
      }
    }
    if (first.isBefore(Instant.MAX)) {
      firstEnd.add(Tags.empty(), seconds(Duration.between(now, first)));
    }
    firstEnd.publish();
    publishProfiles(sessions, now);
    publishUpstreams();
    publishDevices(now);
  }

  private void publishProfiles(Map<SessionKey, SessionStatus> sessions, Instant now) {
    var inState = new EnumMap<ProfileState, Integer>(ProfileState.class);
    int listed = 0;
    int left = 0;
    for (var entry : new TreeMap<>(standing.catalog().get().entries()).entrySet()) {
      SessionStatus status = entry.getValue() instanceof ProfileCatalog.Servable
          ? statusOf(entry.getKey(), sessions)
          : null;
      var is = ProfileState.of(entry.getValue(), status);
      if (is == ProfileState.SILENT) {
        continue;
      }
      inState.merge(is, 1, Integer::sum);
      if (listed >= MOST_PROFILES) {
        left++;
      } else {
        listed++;
        publish(entry.getKey(), is, status, now);
      }
    }
    for (ProfileState one : ProfileState.values()) {
      if (one != ProfileState.SILENT) {
        profiles.add(Tags.of("state", Names.of(one)), inState.getOrDefault(one, 0));
      }
    }
    unlisted.add(Tags.empty(), left);
    for (Rows rows : new Rows[]{ expiry, age, failures, state, profiles, unlisted}) {
      rows.publish();
    }
  }

  private @Nullable SessionStatus statusOf(ProfileName profile, Map<SessionKey, SessionStatus> sessions) {
    SessionKey key = standing.keyOf().apply(profile);
    return key == null ? null : sessions.get(key);
  }

  private void publish(ProfileName profile, ProfileState is, @Nullable SessionStatus status, Instant now) {
    var named = Tags.of("profile", profile.value());
    state.add(named.and("state", Names.of(is)), 1);
    failures.add(named, status == null ? 0 : status.failures());
    if (status != null && status.session() != null) {
      expiry.add(named, seconds(Duration.between(now, status.session().expiration())));
      age.add(named, seconds(Duration.between(status.session().obtained(), now)));
    }
  }

  private void publishUpstreams() {
    standing.upstreams().get().stream().limit(MOST_UPSTREAMS).forEach(one -> {
      var named = Tags.of("upstream", Names.ofUpstream(one.name()));
      breaker.add(named, switch (one.breaker()) {
        case CLOSED -> 0;
        case PROBING -> 1;
        case OPEN -> 2;
      });
      queued.add(named, one.queued());
      calls.add(named, one.lastSecond());
      callLimit.add(named, one.callsPerSecond());
      retries.add(named, one.retries());
    });
    for (Rows rows : new Rows[]{ breaker, queued, calls, callLimit, retries}) {
      rows.publish();
    }
  }

  private void publishDevices(Instant now) {
    standing.devices().get().stream().limit(MOST_DEVICES).forEach(one -> {
      var named = Tags.of("device", one.serial());
      codeNeeded.add(named, one.state() == DeviceStatus.State.NEEDED ? 1 : 0);
      if (one.due() != null) {
        codeDue.add(named, seconds(Duration.between(now, one.due())));
      }
    });
    codeNeeded.publish();
    codeDue.publish();
  }

  private void single(MeterRegistry registry, String name, @Nullable String unit, String description,
      ToDoubleFunction<Standing> value) {
    Gauge.builder(name, standing, value).baseUnit(unit).description(description).register(registry);
  }

  private void counted(MeterRegistry registry, String name, String description,
      ToDoubleFunction<SessionCounts> value) {
    Supplier<SessionCounts> counts = standing.counts();
    FunctionCounter.builder(name, counts, from -> value.applyAsDouble(from.get())).description(description)
        .register(registry);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
