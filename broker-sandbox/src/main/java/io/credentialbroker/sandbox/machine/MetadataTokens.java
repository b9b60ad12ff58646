package io.credentialbroker.sandbox.machine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The session tokens of IMDSv2. */
final class MetadataTokens {
  private static final int BYTES = 40;
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final RandomGenerator random;
  private final ConcurrentHashMap<String, Instant> expirations = new ConcurrentHashMap<>();

  MetadataTokens(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  String issue(Duration lifetime) {
    Instant now = clock.instant();
    if (expirations.size() >= MOST) {
      expirations.values().removeIf(expiration -> !expiration.isAfter(now));
    }
    var bytes = new byte[BYTES];
    synchronized (random) {
      random.nextBytes(bytes);
    }
    String token = Base64.getUrlEncoder().encodeToString(bytes);
    expirations.put(token, now.plus(lifetime));
    return token;
  }

  boolean holds(@Nullable String token) {
    Instant expiration = token == null ? null : expirations.get(token);
    return expiration != null && expiration.isAfter(clock.instant());
  }
}
