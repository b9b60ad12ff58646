package io.credentialbroker.server.transport;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.server.peer.PeerLookup;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Everywhere else. */
final class NioFlavour implements Flavour {
  @Override
  public String name() {
    return "nio";
  }

  @Override
  public EventLoopGroup group(int loops) {
    return new MultiThreadIoEventLoopGroup(loops, new LoopThreads(), NioIoHandler.newFactory());
  }

  @Override
  public ChannelFactory<ServerChannel> tcp() {
    return NioServerSocketChannel::new;
  }

  @Override
  public ChannelFactory<ServerChannel> unix() {
    return NioServerDomainSocketChannel::new;
  }

  @Override
  public ChannelFactory<ServerChannel> inherited(InheritedSocket socket) throws ListenException {
    throw new ListenException(ListenException.Reason.NO_PLACE,
        "The socket " + socket.name()
            + " that was passed cannot be taken over: Netty's native library did not load.",
        "Start brokerd with the launcher of the package, or without the socket unit.");
  }

  @Override
  public SocketAddress unixAddress(Path path) {
    return UnixDomainSocketAddress.of(path);
  }

  /**
   * The JDK knows the peer as a principal, whose number it keeps to itself; but two principals of one number
   * are equal, so that it can be told whether the peer is ourselves. Nobody else is let in.
   */
  @Override
  public PeerLookup unixPeers(int ownUid) {
    var option = NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED);
    UserPrincipal own = ownPrincipal();
    return channel -> {
      var peer = channel.config().getOption(option);
      return own != null && peer != null && own.equals(peer.user()) ? new Peer(ownUid, 0) : null;
    };
  }

  /** The JDK has no option for that. */
  @Override
  public void limitHops(ServerBootstrap bootstrap, InetAddress address) {}

  /** Nor for this. */
  @Override
  public void refuseNew(Channel listening) {}

  private static @Nullable UserPrincipal ownPrincipal() {
    try {
      Path probe = Files.createTempFile("owner", null);
      try {
        return Files.getOwner(probe);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      return null;
    }
  }
}
