package io.credentialbroker.server.peer;

import io.credentialbroker.core.caller.Caller.Peer;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a loopback TCP connection. Any user of the machine can connect to a port of
 * loopback, but the kernel knows whose socket the other end is. Asked once for each connection, when it is
 * accepted; where the table does not know, the answer is "nobody".
 */
final class TcpPeers implements PeerLookup, AutoCloseable {
  private final SocketTable table;

  TcpPeers(SocketTable table) {
    this.table = table;
  }

  /**
   * The kernel's table by netlink where that works. Where a sandbox has shut netlink it is the table as text,
   * which takes milliseconds for each connection: allow {@code AF_NETLINK} instead.
   */
  static TcpPeers ofLinux() {
    try {
      var netlink = new SockDiag();
      if (knowsOwnConnection(netlink)) {
        return new TcpPeers(netlink);
      }
      netlink.close();
    } catch (IOException e) {
      // No netlink here.
    }
    return new TcpPeers(ProcNetTcp.ofThisMachine());
  }

  /**
   * A kernel without the part that answers for TCP says the same as for a connection that is not there, so it
   * is asked for one that is. Asking the slow table after every "not there" would let a stranger keep the event
   * loop busy.
   */
  private static boolean knowsOwnConnection(SocketTable table) {
    try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
      return table.ownerOf(new InetSocketAddress(client.getLocalAddress(), client.getLocalPort()),
          new InetSocketAddress(server.getInetAddress(), server.getLocalPort())).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public @Nullable Peer peerOf(Channel channel) {
    if (channel.remoteAddress() instanceof InetSocketAddress client
        && channel.localAddress() instanceof InetSocketAddress server) {
      try {
        return table.ownerOf(client, server).map(owner -> new Peer(owner.uid(), 0, owner.inode()))
            .orElse(null);
      } catch (IOException e) {
        return null; // Not known is nobody.
      }
    }
    return null;
  }

  /**
   * Our own end says it: it stays in the table, connected, for as long as there is anybody at the other one. So whoever
   * is there and is not known is never taken for gone.
   */
  @Override
  public boolean hasGone(Channel channel) {
    if (channel.remoteAddress() instanceof InetSocketAddress client
        && channel.localAddress() instanceof InetSocketAddress server) {
      try {
        return table.hasLostPeer(server, client);
      } catch (IOException e) {
        return false;
      }
    }
    return false;
  }

  @Override
  public void close() {
    table.close();
  }
}
