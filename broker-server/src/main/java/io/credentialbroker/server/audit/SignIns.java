package io.credentialbroker.server.audit;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;
import org.jspecify.annotations.Nullable;

/**
 * Told of links that sign in to the console, which are as good as the sessions behind them. Returns at once and
 * throws nothing.
 */
public interface SignIns {
  /** Nobody listens. */
  SignIns NONE = (_, _, _, _) -> {};

  /**
   * A link is given out, or is not.
   *
   * @param listener the socket it was asked on
   * @param peer whose command asked; null when the system does not tell
   */
  void signIn(String listener, @Nullable Peer peer, ProfileName profile, Outcome outcome);

  /** What became of it. */
  sealed interface Outcome {}

  /** It was made from this session. */
  record Made(RoleSession session) implements Outcome {}

  /**
   * It was not.
   *
   * @param passing whether another try may do
   * @param reason a stable word
   */
  record NotMade(boolean passing, String reason) implements Outcome {}
}
