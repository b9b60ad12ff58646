package io.credentialbroker.bench.micro;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionEngine;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.core.session.SessionPlan;
import io.credentialbroker.core.session.SessionSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The session room as the daemon has it, fed by a stub that answers at once with credentials of the usual size. */
final class HeldSessions implements AutoCloseable {
  static final Duration LIFE = Duration.ofHours(1);
  /** What STS gives is some 300 to 1,000 characters long. */
  private static final int TOKEN_LENGTH = 850;
  private static final int KEY_LENGTH = 40;

  final ManualTime time = ManualTime.start();
  final SessionEngine engine = new SessionEngine(SessionSettings.DEFAULTS.withMaximumSessions(1_000_000)
      .withCallsPerSecond(200_000).withIdleAfter(Duration.ofDays(3650)), time, time, time,
      new SplittableRandom(42), Runnable::run, SessionListener.NONE);
  private final List<SessionKey> keys;
  private long calls;

  /** With this many sessions, none of them fetched yet. */
  HeldSessions(int count) {
    keys = IntStream.range(0, count).mapToObj(HeldSessions::recipe).map(SessionKey::of).toList();
    engine.plan(keys.stream().map(this::plan).toList());
  }

  /** A recipe of which there is one for each number. */
  static Recipe recipe(int number) {
    return new Recipe.StaticKeys("AKIAEXAMPLE" + number, Secret.of("none"), null, null);
  }

  /** Where the stub is the source. */
  SessionPlan plan(SessionKey key) {
    return new SessionPlan(key, "AssumeRole", _ -> CompletableFuture.completedFuture(fresh()), "sts.example",
        false);
  }

  /** Has every session fetched once. */
  HeldSessions filled() {
    for (SessionKey key : keys) {
      if (!engine.session(key).isDone()) {
        throw new IllegalStateException("the stub answers at once");
      }
    }
    return this;
  }

  SessionKey key(int number) {
    return keys.get(number);
  }

  /** How often the stub was asked. */
  long calls() {
    return calls;
  }

  private Credentials fresh() {
    calls++;
    Instant end = time.instant().plus(LIFE);
    return new Credentials("ASIAEXAMPLE%09d".formatted(calls % 1_000_000_000), filler(KEY_LENGTH),
        filler(TOKEN_LENGTH), end, "111122223333", "arn:aws:sts::111122223333:assumed-role/bench/" + calls);
  }

  private Secret filler(int length) {
    String number = Long.toString(calls);
    return Secret.of(number + "x".repeat(length - number.length()));
  }

  @Override
  public void close() {
    engine.close();
  }
}
