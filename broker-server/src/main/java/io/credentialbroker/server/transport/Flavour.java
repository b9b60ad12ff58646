package io.credentialbroker.server.transport;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import java.net.SocketAddress;
import java.nio.file.Path;

/** What differs between Netty's native transport and that of the JDK. */
interface Flavour {
  static Flavour best() {
    return Epoll.isAvailable() ? new EpollFlavour() : new NioFlavour();
  }

  String name();

  EventLoopGroup group(int loops);

  ChannelFactory<ServerChannel> tcp();

  ChannelFactory<ServerChannel> unix();

  SocketAddress unixAddress(Path path);

  PeerLookup unixPeers(int ownUid);
}
