package io.credentialbroker.server.peer;

import io.credentialbroker.core.caller.Caller.Peer;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Asks the kernel who is at the other end of a connection. */
@FunctionalInterface
public interface PeerLookup {
  /**
   * Who it is; null when the kernel does not say, which the gate takes as "nobody". Called on the event loop.
   */
  @Nullable
  Peer peerOf(Channel channel);

  /**
   * Whether the peer has ended the connection, so that there is nobody to be known. Asked where {@link #peerOf} knows
   * nobody, and on the event loop too.
   *
   * @return false where that is not certain
   */
  default boolean hasGone(Channel channel) {
    return false;
  }
}
