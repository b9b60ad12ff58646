package io.credentialbroker.sandbox.session;

import io.credentialbroker.sandbox.world.AccessKey;
import java.time.Instant;

/**
 * Temporary credentials that a twin has given out.
 *
 * @param issued whole seconds
 * @param expiration whole seconds; not accepted from this instant on
 */
public record IssuedSession(AccessKey key, String token, Principal principal, SessionContext context,
    Instant issued, Instant expiration) {

  public boolean isExpiredAt(Instant now) {
    return !expiration.isAfter(now);
  }

  @Override
  public String toString() {
    return "IssuedSession[" + key.id() + ", " + principal.arn() + ", " + expiration + "]";
  }
}
