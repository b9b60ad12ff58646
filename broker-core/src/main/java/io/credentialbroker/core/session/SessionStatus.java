package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one planned session stands at a moment; nothing in it is secret.
 *
 * @param state in one word
 * @param session the session that is held, expired or not, if any; its secrets stay behind their type
 * @param nextAttempt when a refresh or a retry is due, by the broker's clock; absent when none is planned
 * @param lastFailure the last attempt's failure; absent when the last attempt succeeded
 * @param failures how many attempts have failed in a row
 * @param lastAsked when a caller last asked for it
 */
public record SessionStatus(SessionKey key, String label, State state, @Nullable RoleSession session,
    @Nullable Instant nextAttempt, @Nullable Failure lastFailure, int failures,
    @Nullable Instant lastAsked) {

  /** In one word. */
  public enum State {
    /** Planned, nobody has asked yet. */
    IDLE,
    /** The first fetch is under way. */
    FETCHING,
    /** Held and valid. */
    FRESH,
    /** Held and valid, and the last refresh failed. */
    STALE,
    /** Nothing valid is held and the last attempt failed. */
    FAILED,
    /** Nothing valid is held and a person is needed. */
    MFA_NEEDED
  }
}
