package io.credentialbroker.sandbox.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions of services that are caches themselves, as the metadata service and the container endpoint are:
 * everybody gets the same credentials until half of their life is over.
 */
public final class RotatingSessions {
  private final Keyring keys;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, IssuedSession> held = new ConcurrentHashMap<>();

  public RotatingSessions(Keyring keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** The session that goes by a name just now. */
  public IssuedSession session(String name, Principal principal, Duration lifetime) {
    Instant now = clock.instant();
    IssuedSession session = held.compute(name, (_, old) -> old != null && serves(old, principal, now)
        ? old
        : keys.issue(principal, SessionContext.NONE, lifetime));
    if (session == null) {
      throw new IllegalStateException("a session was just made for " + name);
    }
    return session;
  }

  private static boolean serves(IssuedSession session, Principal principal, Instant now) {
    Duration whole = Duration.between(session.issued(), session.expiration());
    return session.principal().arn().equals(principal.arn())
        && now.isBefore(session.issued().plus(whole.dividedBy(2)));
  }
}
