package io.credentialbroker.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.server.peer.SocketTable.Owner;
import io.credentialbroker.server.transport.OwnUser;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TcpPeersTest {
  private int uid;

  @BeforeEach
  void onLinux() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self/net/tcp")), "no TCP table on this machine");
    uid = OwnUser.uid();
  }

  private static SocketTable table(String name) throws IOException {
    return name.equals("proc") ? ProcNetTcp.ofThisMachine() : new SockDiag();
  }

  private static InetSocketAddress address(InetAddress address, int port) {
    return new InetSocketAddress(address, port);
  }

  @ParameterizedTest
  @CsvSource({ "proc, 127.0.0.1", "proc, ::1", "netlink, 127.0.0.1", "netlink, ::1"})
  void ownerOf_connectionOfThisProcess_isItsUserWhileItIsHeld(String name, String literal) throws Exception {
    try (var table = table(name);
        var server = new ServerSocket(0, 1, InetAddress.ofLiteral(literal));
        var client = new Socket(server.getInetAddress(), server.getLocalPort());
        var accepted = server.accept()) {
      var local = address(client.getLocalAddress(), client.getLocalPort());
      var remote = address(server.getInetAddress(), server.getLocalPort());
      assertThat(table.ownerOf(local, remote))
          .hasValueSatisfying(owner -> assertThat(owner.uid()).isEqualTo(uid));
      assertThat(table.ownerOf(remote, local))
          .hasValueSatisfying(owner -> assertThat(owner.uid()).isEqualTo(uid));

      // Nobody listens or connects with these, though the listener's port is among them.
      assertThat(table.ownerOf(address(local.getAddress(), remote.getPort()), remote)).isEmpty();
      assertThat(table.ownerOf(remote, address(remote.getAddress(), 1))).isEmpty();

      client.close();
      assertThat(table.ownerOf(local, remote)).isEmpty();
      assertThat(accepted.isConnected()).isTrue();
    } catch (SocketException e) {
      assumeTrue(literal.equals("127.0.0.1"), "no IPv6 on this machine");
      throw e;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "proc", "netlink"})
  void ownerOf_clientWithAMappedAddress_isFound(String name) throws Exception {
    try (var table = table(name);
        var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        // The JDK's sockets are IPv6 ones that speak IPv4 by mapped addresses, unless told otherwise.
        var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
      assertThat(table.ownerOf(address(client.getLocalAddress(), client.getLocalPort()),
          address(server.getInetAddress(), server.getLocalPort())))
          .hasValueSatisfying(owner -> assertThat(owner.uid()).isEqualTo(uid));
    }
  }

  @ParameterizedTest
  @CsvSource({ "proc, false", "proc, true", "netlink, false", "netlink, true"})
  void hasLostPeer_ofOurEnd_isSoOnceThePeerHasClosedOrReset(String name, boolean resets) throws Exception {
    try (var table = table(name);
        var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        var client = new Socket(server.getInetAddress(), server.getLocalPort());
        var accepted = server.accept()) {
      var ours = address(accepted.getLocalAddress(), accepted.getLocalPort());
      var peers = address(accepted.getInetAddress(), accepted.getPort());
      assertThat(table.hasLostPeer(ours, peers)).isFalse();
      client.setSoLinger(resets, 0);
      client.close();
      assertThat(table.ownerOf(peers, ours)).isEmpty();
      assertThat(table.hasLostPeer(ours, peers)).isTrue();
    }
  }

  @Test
  void ownerOf_linesOfOthers_areToldApart(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("tcp"),
        """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:2634 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1 0 100 0 0 10 0
               1: 0100007F:C350 0100007F:2634 01 00000000:00000000 00:00000000 00000000  1001        0 12 1 0 20 4 30 10 -1
               2: 0100007F:C351 0100007F:2634 04 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 30 10 -1
               3: 0100007F:C352 0100007F:2634 01 00000000:00000000 00:00000000 00000000 4294967294   0 13 1 0 20 4 30 10 -1
            short
            """);
    var table = new ProcNetTcp(folder);
    var loopback = InetAddress.ofLiteral("127.0.0.1");
    var server = address(loopback, 0x2634);

    assertThat(table.ownerOf(address(loopback, 0xC350), server)).hasValue(new Owner(1001, 12));
    assertThat(table.ownerOf(address(loopback, 0xC351), server)).isEmpty();
    assertThat(table.ownerOf(address(loopback, 0xC352), server)).hasValue(new Owner(-2, 13));
    assertThat(table.ownerOf(address(loopback, 0xC353), server)).isEmpty();
  }

  @Test
  void peerOf_tableThatFailsOrDoesNotKnow_isNobody() {
    SocketTable broken = new SocketTable() {
      @Override
      public Optional<Owner> ownerOf(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        throw new IOException("shut");
      }

      @Override
      public boolean hasLostPeer(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        throw new IOException("shut");
      }
    };
    var loopback = InetAddress.ofLiteral("127.0.0.1");
    var channel = new AddressedChannel(address(loopback, 9780), address(loopback, 50_000));

    assertThat(new TcpPeers(broken).peerOf(channel)).isNull();
    assertThat(new TcpPeers(broken).hasGone(channel)).as("not known is not gone").isFalse();
    assertThat(new TcpPeers((_, _) -> Optional.empty()).peerOf(channel)).isNull();
    assertThat(
        new TcpPeers((local, remote) -> Optional.of(new Owner(local.getPort() - remote.getPort(), 8)))
            .peerOf(channel))
        .isEqualTo(new Peer(50_000 - 9780, 0, 8));
    assertThat(new TcpPeers((_, _) -> Optional.of(new Owner(7, 8))).peerOf(new EmbeddedChannel())).isNull();
  }
}
