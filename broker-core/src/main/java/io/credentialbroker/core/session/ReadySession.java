package io.credentialbroker.core.session;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The completed future of a session that is held: every caller gets this same one. What a caller of the room makes
 * of the session can be left with it, so that the next hit finds it made; it is let go of together with the session,
 * and so keeps no secret alive.
 */
public final class ReadySession extends CompletableFuture<RoleSession> {
  private final RoleSession session;
  private volatile @Nullable Object made;

  ReadySession(RoleSession session) {
    this.session = session;
    complete(session);
  }

  /**
   * What was made of the session the first time; {@code make} must answer the same for the same session. Two callers
   * at once may both make one, of which one stays.
   *
   * @param type of what is made: one for all callers
   */
  public <T> T made(Class<T> type, Function<RoleSession, T> make) {
    Object known = made;
    if (type.isInstance(known)) {
      return type.cast(known);
    }
    T fresh = make.apply(session);
    made = fresh;
    return fresh;
  }
}
