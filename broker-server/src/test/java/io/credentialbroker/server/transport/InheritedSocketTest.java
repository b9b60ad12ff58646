package io.credentialbroker.server.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.server.fixtures.RawClient;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.pipeline.Limits;
import io.credentialbroker.server.pipeline.VendObserver;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that somebody else listens on: here the test itself, by their numbers. */
class InheritedSocketTest {
  private @TempDir Path folder = Path.of("");
  private final List<FileDescriptor> opened = new ArrayList<>();

  @BeforeEach
  void natives() {
    assumeTrue(Epoll.isAvailable(), "no epoll on this machine");
  }

  @AfterEach
  void closeWhatIsLeft() throws IOException {
    for (FileDescriptor one : opened) {
      one.close();
    }
  }

  private Socket tcp() throws IOException {
    var socket = Socket.newSocketStream();
    opened.add(socket);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    return socket;
  }

  private Socket unix(String name) throws IOException {
    var socket = Socket.newSocketDomain();
    opened.add(socket);
    socket.bind(new DomainSocketAddress(folder.resolve(name).toString()));
    return socket;
  }

  private static InheritedSocket inherited(Socket socket) throws ListenException {
    return requireNonNull(InheritedSocket.of(socket.intValue()));
  }

  private static TestGate gate(Transport sockets) throws IOException {
    return new TestGate(TestBroker.serving("dev"), Limits.DEFAULTS, sockets.timers());
  }

  @Test
  void of_listeningSockets_knowsTheirAddresses() throws Exception {
    var tcp = tcp();
    tcp.listen(8);
    var unix = unix("broker.sock");
    unix.listen(8);

    assertThat(inherited(tcp))
        .isEqualTo(new InheritedSocket.Tcp(tcp.intValue(), (InetSocketAddress) tcp.localAddress()));
    assertThat(inherited(unix))
        .isEqualTo(new InheritedSocket.Unix(unix.intValue(), folder.resolve("broker.sock")));
  }

  @Test
  void of_fileAndDescriptorThatIsNotOpen_areNoSockets() throws Exception {
    var file = FileDescriptor.from(Files.createFile(folder.resolve("file")).toFile());
    opened.add(file);
    assertThat(InheritedSocket.of(file.intValue())).isNull();
    assertThat(InheritedSocket.of(1_000_000)).isNull();
  }

  @Test
  void of_socketThatDoesNotListen_isRefusedInWords() throws Exception {
    var bound = tcp();
    assertThatExceptionOfType(ListenException.class).isThrownBy(() -> inherited(bound))
        .withMessageContaining("does not listen")
        .satisfies(e -> assertThat(e.remedy()).contains("Accept=no"));
  }

  @Test
  void adopt_tcp_hasTheSameGateAsOurOwnAndLeavesTheSocketToItsOwner() throws Exception {
    var socket = tcp();
    socket.listen(8);
    InetSocketAddress address = socket.localAddress();
    int uid = OwnUser.uid();
    try (var sockets = Transport.open(1)) {
      var gate = gate(sockets);
      var peers = sockets.peers().overTcp().orElseThrow();
      // The number is the test's; a copy of the descriptor is what a process really gets.
      try (var bound = sockets.adopt(copyOf(socket), gate.tcp(peers, peer -> peer == uid));
          var client = RawClient.tcp(address)) {
        assertThat(bound.name()).isEqualTo("127.0.0.1:" + address.getPort());
        String line = "GET /v1/credentials/dev HTTP/1.1\r\nHost: ";
        assertThat(
            client.send(line + "127.0.0.1\r\nAuthorization: " + gate.token + "\r\n\r\n").answer().status())
            .isEqualTo(200);
        assertThat(client.send(line + "127.0.0.1\r\nAuthorization: wrong\r\n\r\n").answer().status())
            .isEqualTo(401);
        try (var rebound = RawClient.tcp(address)) {
          assertThat(rebound.send(line + "evil.example\r\nAuthorization: " + gate.token + "\r\n\r\n").answer()
              .status()).isEqualTo(403);
        }
      }
      // Closed here, still listened on there.
      try (var waiting = RawClient.tcp(address)) {
        waiting.send("x");
        int accepted = socket.accept(new byte[128]);
        assertThat(accepted).isPositive();
        new FileDescriptor(accepted).close();
      }
    }
  }

  @Test
  void adopt_userThatMayNot_isClosedUnread() throws Exception {
    var socket = tcp();
    socket.listen(8);
    InetSocketAddress address = socket.localAddress();
    try (var sockets = Transport.open(1)) {
      var gate = gate(sockets);
      var peers = sockets.peers().overTcp().orElseThrow();
      try (var _ = sockets.adopt(copyOf(socket), gate.tcp(peers, _ -> false));
          var client = RawClient.tcp(address)) {
        assertThat(client.rest()).isEmpty();
      }
      assertThat(gate.observed.turned).containsExactly(VendObserver.Turned.PEER);
    }
  }

  @Test
  void adopt_unix_servesItsOwnUserAndLeavesTheFile() throws Exception {
    var socket = unix("broker.sock");
    socket.listen(8);
    Path path = folder.resolve("broker.sock");
    int uid = OwnUser.uid();
    try (var sockets = Transport.open(1)) {
      var gate = gate(sockets);
      try (var _ = sockets.adopt(copyOf(socket), gate.unix(sockets.unixPeers(), peer -> peer == uid));
          var client = RawClient.unix(path)) {
        var answer = client.send("GET /v1/credentials/dev HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains(TestBroker.SECRET_KEY);
      }
    }
    assertThat(path).exists();
  }

  @Test
  void adopt_withoutTheNativeLibrary_saysSo() throws Exception {
    var socket = tcp();
    socket.listen(8);
    try (var sockets = Transport.open(new NioFlavour())) {
      assertThatExceptionOfType(ListenException.class)
          .isThrownBy(() -> sockets.adopt(inherited(socket), new ChannelInboundHandlerAdapter()))
          .withMessageContaining("native library");
    }
  }

  /** Another descriptor of the same socket, as a child process has one. */
  private static InheritedSocket copyOf(Socket socket) throws Exception {
    return switch (inherited(socket)) {
      case InheritedSocket.Tcp(var number, var address) ->
        new InheritedSocket.Tcp(Descriptors.copy(number), address);
      case InheritedSocket.Unix(var number, var path) ->
        new InheritedSocket.Unix(Descriptors.copy(number), path);
    };
  }
}
