package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.profile.ProfileName;
import java.time.Instant;
import java.util.List;
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
 * @param profiles those that need it, sorted
 */
public record SessionStatus(SessionKey key, String label, State state, @Nullable RoleSession session,
    @Nullable Instant nextAttempt, @Nullable Failure lastFailure, int failures,
    @Nullable Instant lastAsked, List<ProfileName> profiles) {
  public SessionStatus {
    profiles = List.copyOf(profiles);
  }

  /** Of a session of which nobody has said who needs it. */
  public SessionStatus(SessionKey key, String label, State state, @Nullable RoleSession session,
      @Nullable Instant nextAttempt, @Nullable Failure lastFailure, int failures,
      @Nullable Instant lastAsked) {
    this(key, label, state, session, nextAttempt, lastFailure, failures, lastAsked, List.of());
  }

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
    /** Nothing valid is held and a person has to give a one-time code. */
    MFA_NEEDED,
    /** Nothing valid is held and a person has to sign in. */
    SIGN_IN_NEEDED
  }
}
