package io.credentialbroker.core.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The sessions held: bounded, counted, and gone at their true expiration. Thread-safe. */
final class SessionCache {
  private final Cache<SessionKey, Held> sessions;
  private final ClockWatch clock;

  SessionCache(int maximumSessions, ClockWatch clock) {
    this.clock = clock;
    this.sessions = Caffeine.newBuilder().maximumSize(maximumSessions).ticker(clock::ticks)
        // Housekeeping after some reads takes a microsecond where it is; a task of its own would take ten.
        .executor(Runnable::run)
        .expireAfter(Expiry.<SessionKey, Held>writing((_, held) -> left(held))).recordStats().build();
  }

  /** What a caller's question finds; counted as hit or miss. It may have expired by the wall clock. */
  @Nullable
  Held get(SessionKey key) {
    return sessions.getIfPresent(key);
  }

  /** The valid session of a key, uncounted; null when there is none. */
  @Nullable
  Held valid(SessionKey key) {
    Held held = sessions.policy().getIfPresentQuietly(key);
    return held != null && held.isValidAt(clock.nowMs()) ? held : null;
  }

  void put(Held held) {
    sessions.put(held.session().key(), held);
  }

  void remove(SessionKey key) {
    sessions.invalidate(key);
  }

  /** Lets go of what has expired. */
  void sweep() {
    sessions.cleanUp();
  }

  /** As {@link #valid}, after the trusted clock has changed: its time in the cache is set anew. */
  @Nullable
  Held replan(SessionKey key) {
    Held held = valid(key);
    if (held != null) {
      sessions.policy().expireVariably().ifPresent(expiry -> expiry.setExpiresAfter(key, left(held)));
    }
    return held;
  }

  CacheStats stats() {
    return sessions.stats();
  }

  long size() {
    return sessions.estimatedSize();
  }

  private Duration left(Held held) {
    return Duration.ofMillis(Math.max(1, held.expirationMs() - clock.nowMs()));
  }
}
