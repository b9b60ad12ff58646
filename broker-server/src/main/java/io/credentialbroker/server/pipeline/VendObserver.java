package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.profile.ProfileName;
import org.jspecify.annotations.Nullable;

/**
 * Told of everything the gate decides: the audit log and the metrics listen here. Called on the event loop, once
 * for each request, before its answer is written; implementations return at once, block on nothing and throw
 * nothing. No argument carries a secret outside {@link io.credentialbroker.core.secret.Secret}.
 */
public interface VendObserver {
  /** Nobody listens. */
  VendObserver NONE = new VendObserver() {
  };

  /** The answer to a request is not there at once; {@link #waited} follows. */
  default void waits() {}

  /** The answer that a request waited for has come, or will not. */
  default void waited() {}

  /** Tells several, in their order. */
  static VendObserver all(VendObserver... observers) {
    return new AllObservers(observers);
  }

  /**
   * A caller that the gate knows got an answer.
   *
   * @param listener the address or path it came by
   * @param fromCache whether the outcome was there without waiting
   */
  default void vended(String listener, Caller caller, ProfileName profile, Vend vend, boolean fromCache) {}

  /** A request got no further than the gate. */
  default void refused(String listener, @Nullable Peer peer, Refusal refusal) {}

  /**
   * A connection was closed before a byte was read.
   *
   * @param peer who it was; null when that could not be found out
   */
  default void turnedAway(String listener, @Nullable Peer peer, Turned why) {}

  /** Why a connection was closed unread. */
  enum Turned {
    /** The peer is not one of the users that may connect, or is unknown. */
    PEER,
    /** There are as many connections as there may be. */
    TOO_MANY
  }
}
