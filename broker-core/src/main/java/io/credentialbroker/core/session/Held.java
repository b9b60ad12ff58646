package io.credentialbroker.core.session;

import java.util.concurrent.CompletableFuture;

/**
 * A session in the cache, with what a hit needs ready made: nothing is allocated to answer one.
 *
 * @param expirationMs its expiration in milliseconds since the epoch
 * @param ready completed with the session
 */
record Held(RoleSession session, long expirationMs, CompletableFuture<RoleSession> ready, Slot slot) {
  Held(RoleSession session, Slot slot) {
    this(session, session.expiration().toEpochMilli(), CompletableFuture.completedFuture(session), slot);
  }

  boolean isValidAt(long nowMs) {
    return expirationMs > nowMs;
  }
}
