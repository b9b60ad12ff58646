package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.profile.ProfileName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Told of every change of state in the session room: the log, the metrics and the status listen here. Called
 * on the thread that made the change; implementations return at once and throw nothing.
 */
public interface SessionListener {
  /** Tells all of these, in their order. */
  static SessionListener all(SessionListener... listeners) {
    return new SessionListeners(List.of(listeners));
  }

  /** Nobody listens. */
  SessionListener NONE = new SessionListener() {
  };

  /**
   * A call of a source has ended; a fetch makes one to three.
   *
   * @param failure why it brought nothing; null when it did
   * @param took from the call to its end or to its time-out
   */
  default void called(SessionPlan plan, @Nullable Failure failure, Duration took) {}

  /** A fetch brought a new session. */
  default void fetched(SessionPlan plan, RoleSession session, Duration took) {}

  /** A fetch failed; {@code failures} in a row so far, the next attempt not before {@code nextAttemptIn}. */
  default void failed(SessionPlan plan, Failure failure, int failures, Duration nextAttemptIn) {}

  /** A session ran out before a new one could be had. */
  default void expired(SessionPlan plan) {}

  /** A session was dropped because nobody had asked for it, or because it was forgotten. */
  default void dropped(SessionPlan plan) {}

  /** The wall clock moved against the ticker by {@code jump}; everything has been planned anew. */
  default void clockJumped(Duration jump) {}

  /** AWS's clock turned out to differ from ours by {@code skew} (positive: ours is behind). */
  default void clockSkewed(Duration skew) {}

  /**
   * The session that a one-time code of this device has made ends at {@code end}: then the next code is due.
   *
   * @param profiles those that need the session
   */
  default void codeDue(String serial, Instant end, List<ProfileName> profiles) {}
}
