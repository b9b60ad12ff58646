package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.source.CredentialSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** An engine on virtual time with a virtual upstream. Everything runs on the thread of the test. */
final class Stage implements SessionListener {
  static final String UPSTREAM = "sts.eu-central-1.amazonaws.com";
  static final Duration HOUR = Duration.ofHours(1);

  final ManualTime time = ManualTime.start();
  final VirtualSts sts = new VirtualSts(time);
  final SessionEngine engine;
  final List<String> events = new ArrayList<>();
  private final Map<String, SessionPlan> plans = new LinkedHashMap<>();

  Stage() {
    this(SessionSettings.DEFAULTS, UpstreamProbe.NONE);
  }

  Stage(SessionSettings settings, UpstreamProbe probe) {
    engine = new SessionEngine(settings, time, time, time, new Random(7), Runnable::run, this, probe);
  }

  /** A key with the fraction one half: refreshed at 49.5 per cent of its life. */
  static SessionKey key(String name) {
    return key(name, 0.5);
  }

  static SessionKey key(String name, double fraction) {
    String digest = HexFormat.of().toHexDigits((long) (fraction * (1L << 48))).substring(4)
        + HexFormat.of().toHexDigits(name.hashCode()).repeat(7);
    return SessionKey.ofHex(digest.substring(0, 64));
  }

  Stage role(String name) {
    return role(name, HOUR);
  }

  Stage role(String name, Duration lifetime) {
    return plan(name, sts.source(name, lifetime), UPSTREAM, false);
  }

  /** A role that needs the session of another. */
  Stage chained(String name, String base, Duration lifetime) {
    return plan(name, _ -> engine.session(key(base)).thenCompose(_ -> sts.call(name, lifetime)), UPSTREAM,
        false);
  }

  Stage plan(String name, CredentialSource source, String upstream, boolean keepWarm) {
    plans.put(name, new SessionPlan(key(name), name, source, upstream, keepWarm)
        .neededBy(List.of(new ProfileName(name))));
    engine.plan(plans.values());
    return this;
  }

  Stage warm(String name) {
    return plan(name, sts.source(name, HOUR), UPSTREAM, true);
  }

  Stage unplan(String name) {
    plans.remove(name);
    engine.plan(plans.values());
    return this;
  }

  CompletableFuture<RoleSession> ask(String name) {
    return engine.session(key(name));
  }

  /** The session, which has to be there at once and valid. */
  RoleSession served(String name) {
    var answer = ask(name);
    assertThat(answer).as("the session of %s at %s", name, time.instant()).isCompleted();
    RoleSession session = answer.join();
    assertThat(session.expiration()).as("the expiration of %s", name).isAfter(sts.now());
    return session;
  }

  /** The failure that a caller is told at once. */
  Failure refused(String name) {
    return failureOf(ask(name));
  }

  static Failure failureOf(CompletableFuture<RoleSession> answer) {
    assertThat(answer).isCompletedExceptionally();
    return ((FailureException) answer.exceptionNow()).failure();
  }

  SessionStatus status(String name) {
    return engine.status().stream().filter(status -> status.key().equals(key(name))).findFirst()
        .orElseThrow();
  }

  SessionStatus.State state(String name) {
    return status(name).state();
  }

  /** Lets time pass while somebody asks again and again. */
  void advanceAsking(Duration by, Duration every, String... names) {
    for (Duration passed = Duration.ZERO; passed.compareTo(by) < 0; passed = passed.plus(every)) {
      for (String name : names) {
        ask(name);
      }
      time.advance(every);
    }
  }

  @Override
  public void fetched(SessionPlan plan, RoleSession session, Duration took) {
    events.add("fetched " + plan.label());
  }

  @Override
  public void failed(SessionPlan plan, Failure failure, int failures, Duration nextAttemptIn) {
    events.add("failed " + plan.label() + ' ' + failure.reason() + ' ' + failures);
  }

  @Override
  public void expired(SessionPlan plan) {
    events.add("expired " + plan.label());
  }

  @Override
  public void dropped(SessionPlan plan) {
    events.add("dropped " + plan.label());
  }

  @Override
  public void clockJumped(Duration jump) {
    events.add("jumped " + jump);
  }

  @Override
  public void clockSkewed(Duration skew) {
    events.add("skewed " + skew);
  }
}
