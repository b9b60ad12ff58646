package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.profile.ProfileName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request that has found its place: what is asked for, and by what right. Used on the event loop of its connection. */
final class Routed {
  private final Protocol protocol;
  private final ProfileName profile;
  private final Authorization authorization;
  private @Nullable Identity lastSender;
  private @Nullable Admitted lastAdmitted;

  Routed(Protocol protocol, ProfileName profile, Authorization authorization) {
    this.protocol = protocol;
    this.profile = profile;
    this.authorization = authorization;
  }

  Authorization authorization() {
    return authorization;
  }

  /**
   * The same with its sender known. A connection that repeats its request comes here each time with the same sender and
   * gets the same object, so that a hit allocates nothing; who the sender is has been looked at anew.
   */
  Admitted from(Identity sender, @Nullable Peer peer) {
    Admitted same = lastAdmitted;
    if (same == null || !sender.equals(lastSender) || !Objects.equals(peer, same.caller().peer())) {
      same = new Admitted(protocol, profile, new Caller(sender.name(), sender.grant(), peer), sender.rules());
      lastSender = sender;
      lastAdmitted = same;
    }
    return same;
  }
}
