package io.credentialbroker.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.server.fixtures.RawClient;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.peer.PeerLookup;
import io.credentialbroker.server.pipeline.Limits;
import io.credentialbroker.server.pipeline.VendObserver;
import io.credentialbroker.server.transport.ListenException.Reason;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnixSocketTest {
  private @TempDir Path temp = Path.of("");
  private Path path = Path.of("");
  @RegisterExtension
  final OpenTransport transport = new OpenTransport();

  @BeforeEach
  void folder() throws IOException {
    path = temp.resolve("cb/broker.sock");
  }

  private TestGate gate() throws IOException {
    return new TestGate(TestBroker.serving("dev"), Limits.DEFAULTS, TestBroker.serving().time);
  }

  private ListenException refusal() throws IOException {
    var epoll = transport.best();
    return assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> epoll.bindUnix(path, new ChannelInboundHandlerAdapter()))
        .actual();
  }

  private void privateFolder() throws IOException {
    Files.createDirectory(path.getParent(), PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rwx------")));
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void request_ownUserWithoutAToken_isServed(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var gate = gate();
    int uid = OwnUser.uid();
    try (var bound = sockets.bindUnix(path, gate.unix(sockets.unixPeers(), peer -> peer == uid));
        var client = RawClient.unix(path)) {
      assertThat(bound.name()).isEqualTo(path.toString());
      var answer = client.send("GET /v1/credentials/dev HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains(TestBroker.SECRET_KEY);

      var wrong = client.send("GET /v1/credentials/dev HTTP/1.1\r\nHost: x\r\nAuthorization: wrong\r\n\r\n");
      assertThat(wrong.answer().status()).isEqualTo(401);
    }
    assertThat(gate.observed.events).containsExactly("unix user dev Granted cached");
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void bind_freshPlace_isForTheOwnerOnlyAndGoneAfterwards(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    try (var _ = sockets.bindUnix(path, gate().unix(sockets.unixPeers(), _ -> true))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent()))).isEqualTo(
          "rwx------");
      try (var all = Files.list(path.getParent())) {
        assertThat(all).containsExactly(path);
      }
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void unixPeers_connection_isThisProcess() throws Exception {
    var sockets = transport.of("epoll");
    var seen = new AtomicReference<@Nullable Peer>();
    PeerLookup lookup = channel -> {
      Peer peer = sockets.unixPeers().peerOf(channel);
      seen.set(peer);
      return peer;
    };
    try (var _ = sockets.bindUnix(path, gate().unix(lookup, _ -> true)); var client = RawClient.unix(path)) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer();
    }
    assertThat(seen.get()).isEqualTo(new Peer(OwnUser.uid(), (int) ProcessHandle.current().pid()));
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void connection_userThatMayNot_isClosedUnreadAndUnanswered(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var gate = gate();
    try (var _ = sockets.bindUnix(path, gate.unix(sockets.unixPeers(), _ -> false));
        var client = RawClient.unix(path)) {
      assertThat(client.rest()).isEmpty();
    }
    assertThat(gate.observed.turned).containsExactly(VendObserver.Turned.PEER);
    assertThat(gate.test.sessions.asked()).isZero();
  }

  @Test
  void bind_staleSocketOfOurs_isReplaced() throws Exception {
    privateFolder();
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    var sockets = transport.best();
    try (var _ = sockets.bindUnix(path, gate().unix(sockets.unixPeers(), _ -> true));
        var client = RawClient.unix(path)) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().status()).isEqualTo(404);
    }
  }

  @Test
  void bind_socketThatIsAlive_saysThatAnotherBrokerRuns() throws Exception {
    privateFolder();
    try (var alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      alive.bind(UnixDomainSocketAddress.of(path), 1);
      assertThat(refusal().reason()).isEqualTo(Reason.IN_USE);
      // Its backlog is full now; it is still alive.
      assertThat(refusal().reason()).isEqualTo(Reason.IN_USE);
      assertThat(refusal().reason()).isEqualTo(Reason.IN_USE);
    }
  }

  @Test
  void bind_file_isRefusedAndLeftAlone() throws Exception {
    privateFolder();
    Files.writeString(path, "precious");
    assertThat(refusal().reason()).isEqualTo(Reason.NOT_OURS);
    assertThat(path).hasContent("precious");
  }

  @Test
  void bind_linkToAFileOrToNothing_isRefusedAndTheTargetUntouched() throws Exception {
    privateFolder();
    var victim = Files.writeString(temp.resolve("victim"), "precious");
    Files.createSymbolicLink(path, victim);
    assertThat(refusal().reason()).isEqualTo(Reason.NOT_OURS);
    assertThat(victim).hasContent("precious");

    Files.delete(path);
    Files.createSymbolicLink(path, temp.resolve("nothing"));
    assertThat(refusal().reason()).isEqualTo(Reason.NOT_OURS);
    assertThat(temp.resolve("nothing")).doesNotExist();
    assertThat(Files.isSymbolicLink(path)).isTrue();
  }

  @Test
  void bind_folder_isRefusedAndLeftAlone() throws Exception {
    privateFolder();
    Files.createDirectory(path);
    assertThat(refusal().reason()).isEqualTo(Reason.NOT_OURS);
    assertThat(path).isDirectory();
  }

  @Test
  void bind_socketOfAnotherUser_isRefusedAndLeftAlone() throws Exception {
    assumeTrue(OwnUser.uid() == 0, "only root can give a socket away");
    privateFolder();
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    Files.setAttribute(path, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
    assertThat(refusal()).hasMessageContaining("65534");
    assertThat(path).exists();
  }

  @Test
  void bind_folderThatOthersMayEnter_isRefused() throws Exception {
    Files.createDirectory(path.getParent(), PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rwx--x---")));
    assertThat(refusal().reason()).isEqualTo(Reason.NOT_OURS);
    assertThat(path).doesNotExist();
  }

  @Test
  void bind_pathLongerThanTheSystemTakes_isRefusedInWords() throws Exception {
    path = temp.resolve("x".repeat(110) + ".sock");
    assertThat(refusal()).hasMessageContaining("longer than 103 bytes");
  }

  @Test
  void close_socketThatSomebodyElseHasPutThere_isLeftAlone() throws Exception {
    var sockets = transport.best();
    var bound = sockets.bindUnix(path, gate().unix(sockets.unixPeers(), _ -> true));
    Files.delete(path);
    Files.writeString(path, "other");
    bound.close();
    assertThat(path).hasContent("other");
  }
}
