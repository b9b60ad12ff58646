package io.credentialbroker.server.transport;

import io.credentialbroker.server.peer.PeerLookup;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import java.net.InetAddress;
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

  /** Makes the channel of a socket that somebody else listens on. */
  ChannelFactory<ServerChannel> inherited(InheritedSocket socket) throws ListenException;

  SocketAddress unixAddress(Path path);

  PeerLookup unixPeers(int ownUid);

  /**
   * Has answers from this loopback address die at the first router, where the system can do that: if something
   * forwards packets from elsewhere to loopback, no answer finds its way back.
   */
  void limitHops(ServerBootstrap bootstrap, InetAddress address);

  /**
   * Has the kernel take no more connections for a socket that listens, and keep those that wait to be accepted.
   * Where that cannot be done nothing happens.
   */
  void refuseNew(Channel listening);
}
