package io.credentialbroker.server.transport;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.server.peer.PeerLookup;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.file.Path;

/** Linux, with Netty's native library. */
final class EpollFlavour implements Flavour {
  static final ChannelOption<Integer> IP_TTL = new IntegerUnixChannelOption("IP_TTL", 0, 2);
  static final ChannelOption<Integer> IPV6_UNICAST_HOPS = new IntegerUnixChannelOption("IPV6_UNICAST_HOPS",
      41, 16);

  @Override
  public String name() {
    return "epoll";
  }

  @Override
  public EventLoopGroup group(int loops) {
    return new MultiThreadIoEventLoopGroup(loops, new LoopThreads(), EpollIoHandler.newFactory());
  }

  @Override
  public ChannelFactory<ServerChannel> tcp() {
    return EpollServerSocketChannel::new;
  }

  @Override
  public ChannelFactory<ServerChannel> unix() {
    return EpollServerDomainSocketChannel::new;
  }

  @Override
  public ChannelFactory<ServerChannel> inherited(InheritedSocket socket) {
    return switch (socket) {
      case InheritedSocket.Tcp(var descriptor, _) -> () -> new EpollServerSocketChannel(descriptor);
      case InheritedSocket.Unix(var descriptor, _) ->
        () -> new EpollServerDomainSocketChannel(descriptor, true);
    };
  }

  @Override
  public SocketAddress unixAddress(Path path) {
    return new DomainSocketAddress(path.toFile());
  }

  /** Set on the listening socket; accepted ones inherit it (ip(7), ipv6(7)). */
  @Override
  public void limitHops(ServerBootstrap bootstrap, InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      bootstrap.option(IP_TTL, 1);
    } else if (Socket.isIPv6Preferred()) {
      // Elsewhere the socket is one of IPv4: Netty would warn of the option before binding it fails.
      bootstrap.option(IPV6_UNICAST_HOPS, 1);
    }
  }

  /**
   * A TCP socket gets a filter that lets no {@code SYN} through; a unix socket is shut for reading, which its
   * {@code connect} looks at (on a TCP socket that would throw the queue away).
   */
  @Override
  public void refuseNew(Channel listening) {
    try {
      switch (listening) {
        case EpollServerSocketChannel tcp -> NoNewcomers.filter(tcp);
        case EpollServerDomainSocketChannel unix -> new Socket(unix.fd().intValue()).shutdown(true, false);
        default -> throw new IllegalArgumentException(listening.getClass().getName());
      }
    } catch (IOException | ChannelException e) {
      // A kernel that cannot: who comes in these milliseconds may find the door shut in his face.
    }
  }

  /** {@code SO_PEERCRED}: who connected, as the kernel noted it at that moment. */
  @Override
  public PeerLookup unixPeers(int ownUid) {
    return channel -> {
      if (!(channel instanceof EpollDomainSocketChannel unix)) {
        return null;
      }
      try {
        var credentials = unix.peerCredentials();
        return new Peer(credentials.uid(), credentials.pid());
      } catch (IOException e) {
        return null;
      }
    };
  }
}
