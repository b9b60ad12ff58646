package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Credentials;
import java.time.Duration;
import java.time.Instant;

/**
 * Temporary credentials with the moment they were obtained. Immutable; a refresh makes a new one.
 *
 * @param key which recipe made it
 * @param credentials the credentials, exactly as the source gave them
 * @param obtained when they arrived, by the broker's clock
 * @param expiration when AWS stops accepting them; never altered on its way to a client
 */
public record RoleSession(SessionKey key, Credentials credentials, Instant obtained, Instant expiration) {

  /** Whether AWS no longer accepts it. */
  public boolean isExpiredAt(Instant now) {
    return !expiration.isAfter(now);
  }

  /** What is left of it; never negative. */
  public Duration remainingAt(Instant now) {
    return isExpiredAt(now) ? Duration.ZERO : Duration.between(now, expiration);
  }
}
