package io.credentialbroker.server.audit;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.pipeline.Refusal;
import io.credentialbroker.server.pipeline.VendObserver.Turned;
import org.jspecify.annotations.Nullable;

/** One decision of the gate on its way to the file: what the event loop had at hand, not yet put into words. */
sealed interface Decision {
  /** When it was made, in milliseconds since 1970. */
  long at();

  /** A known caller got an answer. */
  record Vended(long at, String listener, Caller caller, ProfileName profile, Vend vend, boolean fromCache)
      implements
        Decision {}

  /** The user's own command asked for a link that signs in to the console. */
  record Console(long at, String listener, @Nullable Peer peer, ProfileName profile, SignIns.Outcome outcome)
      implements
        Decision {}

  /** A request got no further than the gate. */
  record Refused(long at, String listener, @Nullable Peer peer, Refusal refusal) implements Decision {}

  /** A connection was closed unread. */
  record TurnedAway(long at, String listener, @Nullable Peer peer, Turned why) implements Decision {}
}
