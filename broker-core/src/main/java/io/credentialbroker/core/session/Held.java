package io.credentialbroker.core.session;

/**
 * A session in the cache, with what a hit needs ready made: nothing is allocated to answer one.
 *
 * @param expirationMs its expiration in milliseconds since the epoch
 * @param ready completed with the session
 */
record Held(RoleSession session, long expirationMs, ReadySession ready, Slot slot) {
  Held(RoleSession session, Slot slot) {
    this(session, session.expiration().toEpochMilli(), new ReadySession(session), slot);
  }

  boolean isValidAt(long nowMs) {
    return expirationMs > nowMs;
  }
}
