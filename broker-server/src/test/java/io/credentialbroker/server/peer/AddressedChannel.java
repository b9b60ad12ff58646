package io.credentialbroker.server.peer;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.SocketAddress;

/** A channel that says it has these addresses. */
final class AddressedChannel extends EmbeddedChannel {
  private final SocketAddress local;
  private final SocketAddress remote;

  AddressedChannel(SocketAddress local, SocketAddress remote) {
    this.local = local;
    this.remote = remote;
  }

  @Override
  protected SocketAddress localAddress0() {
    return local;
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return remote;
  }
}
