package io.credentialbroker.core.sts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who the sessions are whose sources do not tell: a user's keys, a process, an instance. It is for people who
 * look, so STS is asked when somebody looks, in the background, once for each session, and what it says or
 * fails to say touches no session. Thread-safe.
 */
public final class Identities {
  /** How long somebody who looks waits; the question goes on, and the next look has the answer. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  /** A failure that may mend itself is believed this long. */
  static final Duration AGAIN = Duration.ofMinutes(5);

  /** A fleet's status must not become a storm; who is left out is asked about at the next look. */
  static final int AT_ONCE = 8;

  private static final int MOST = 10_000;

  private final BiFunction<Credentials, StsEndpoint, CompletableFuture<CallerIdentity>> sts;
  private final InstantSource clock;
  private final Timers timers;
  private final Cache<SessionKey, Asked> asked = Caffeine.newBuilder().maximumSize(MOST).build();
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * Asks nothing yet.
   *
   * @param sts {@link StsCalls#callerIdentity}
   * @param timers bound how long somebody who looks waits
   */
  public Identities(BiFunction<Credentials, StsEndpoint, CompletableFuture<CallerIdentity>> sts,
      InstantSource clock, Timers timers) {
    this.sts = sts;
    this.clock = clock;
    this.timers = timers;
  }

  /** What was asked for one session, told from its successor by the key id. */
  private record Asked(String accessKeyId, Instant at, CompletableFuture<Optional<CallerIdentity>> answer,
      CompletableFuture<Boolean> mayBeRepeated) {
    boolean standsFor(RoleSession session, Instant now) {
      return accessKeyId.equals(session.credentials().accessKeyId())
          && !(mayBeRepeated.getNow(false) && at.plus(AGAIN).isBefore(now));
    }
  }

  /**
   * Whose session this is. Completed already where it is known, otherwise within half a second; with nothing as
   * long as it is not known. Never completes exceptionally.
   *
   * @param endpoint where the profile's calls of STS go
   */
  public CompletableFuture<Optional<CallerIdentity>> of(RoleSession session, StsEndpoint endpoint) {
    var now = clock.instant();
    Asked known = asked.asMap().compute(session.key(), (_, before) -> before != null
        && before.standsFor(session, now) ? before : ask(session, endpoint, now));
    return known == null ? CompletableFuture.completedFuture(Optional.empty()) : patiently(known.answer());
  }

  private @Nullable Asked ask(RoleSession session, StsEndpoint endpoint, Instant now) {
    if (underWay.incrementAndGet() > AT_ONCE) {
      underWay.decrementAndGet();
      return null;
    }
    var mayBeRepeated = new CompletableFuture<Boolean>();
    var answer = sts.apply(session.credentials(), endpoint).handle((identity, error) -> {
      underWay.decrementAndGet();
      mayBeRepeated.complete(error != null && mayMendItself(error));
      return Optional.ofNullable(identity);
    });
    return new Asked(session.credentials().accessKeyId(), now, answer, mayBeRepeated);
  }

  private CompletableFuture<Optional<CallerIdentity>> patiently(
      CompletableFuture<Optional<CallerIdentity>> answer) {
    if (answer.isDone()) {
      return answer;
    }
    var bounded = new CompletableFuture<Optional<CallerIdentity>>();
    var limit = timers.schedule(PATIENCE, () -> bounded.complete(Optional.empty()));
    var _ = answer.thenAccept(identity -> {
      limit.cancel();
      bounded.complete(identity);
    });
    return bounded;
  }

  private static boolean mayMendItself(Throwable error) {
    Throwable bare = error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
    return !(bare instanceof FailureException failed) || failed.failure().recoverable();
  }
}
