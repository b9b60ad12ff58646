package io.credentialbroker.server.transport;

import io.credentialbroker.core.caller.Caller.Peer;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;

/** Linux, with Netty's native library. */
final class EpollFlavour implements Flavour {
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
  public SocketAddress unixAddress(Path path) {
    return new DomainSocketAddress(path.toFile());
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
