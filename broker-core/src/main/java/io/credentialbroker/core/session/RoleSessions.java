package io.credentialbroker.core.session;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The door of the session room. All methods return at once; none blocks the calling thread. */
public interface RoleSessions extends AutoCloseable {

  /**
   * Replaces what may be asked for. Sessions whose keys remain are kept as they are, sessions whose keys are
   * gone are dropped, new {@code keepWarm} keys are fetched, staggered.
   */
  void plan(Collection<SessionPlan> plans);

  /**
   * The session of a key: completed already when a valid one is held, otherwise with the outcome of the fetch
   * that is under way or begun by this call. However many callers wait there is one fetch; a caller that
   * stops waiting cancels nobody.
   *
   * @return completes exceptionally with a
   *     {@link io.credentialbroker.core.credentials.FailureException} only, and never while a valid session is
   *     held
   */
  CompletableFuture<RoleSession> session(SessionKey key);

  /** Fetches now, joining a fetch under way; the session held stays in place until the new one is there. */
  CompletableFuture<RoleSession> refresh(SessionKey key);

  /** Drops what is held for a key, so that the next answer is a fresh session. */
  void forget(SessionKey key);

  /** How every planned session stands, in the order of planning. */
  List<SessionStatus> status();

  /** Figures since the start. */
  SessionCounts counts();

  /** Stops refreshing. Sessions held are dropped. */
  @Override
  void close();
}
