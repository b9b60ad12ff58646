package io.credentialbroker.server.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.server.fixtures.RawClient;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.pipeline.Limits;
import io.credentialbroker.server.pipeline.VendObserver;
import io.credentialbroker.server.transport.ListenException.Reason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TcpTest {
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"),
      0);

  @RegisterExtension
  final OpenTransport transport = new OpenTransport();

  private static InetSocketAddress address(Bound bound) {
    return requireNonNull(bound.tcpAddress());
  }

  private static TestGate gate(Transport transport) {
    return new TestGate(TestBroker.serving("dev").cold("slow"), Limits.DEFAULTS, transport.timers());
  }

  private static String get(TestGate gate, String profile, String host) {
    return "GET /v1/credentials/" + profile + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: "
        + gate.token
        + "\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void connection_ofAnotherUserThanTheListenersOwn_isClosedUnanswered(String flavour) throws Exception {
    int uid = OwnUser.uid();
    var sockets = transport.of(flavour);
    var gate = gate(sockets);
    var peers = sockets.peers().overTcp();
    assumeTrue(peers.isPresent(), "this system does not say who connects");
    try (var mine = sockets.bindTcp(ANY_PORT, gate.tcp(peers.get(), peer -> peer == uid));
        var others = sockets.bindTcp(ANY_PORT, gate.tcp(peers.get(), peer -> peer != uid));
        var allowed = RawClient.tcp(address(mine));
        var stranger = RawClient.tcp(address(others))) {
      assertThat(allowed.send(get(gate, "dev", "127.0.0.1")).answer().status()).isEqualTo(200);
      assertThat(stranger.rest()).isEmpty();
    }
    assertThat(gate.observed.turned).containsExactly(VendObserver.Turned.PEER);
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void connection_thatHasEndedBeforeItIsLookedAt_isNoStrangers(String flavour) throws Exception {
    int uid = OwnUser.uid();
    var sockets = transport.of(flavour);
    var gate = gate(sockets);
    var peers = sockets.peers().overTcp();
    assumeTrue(peers.isPresent(), "this system does not say who connects");
    try (var bound = sockets.bindTcp(ANY_PORT, gate.tcp(peers.get(), peer -> peer == uid))) {
      var go = new CountDownLatch(1);
      sockets.loops().getFirst().schedule(Duration.ZERO, () -> awaitQuietly(go));
      for (boolean resets : new boolean[]{ false, true}) {
        try (var client = new Socket()) {
          client.connect(address(bound));
          client.setSoLinger(resets, 0);
        }
      }
      go.countDown();
      try (var next = RawClient.tcp(address(bound))) { // whoever comes later is accepted later
        assertThat(next.send(get(gate, "dev", "127.0.0.1")).answer().status()).isEqualTo(200);
      }
    }
    assertThat(gate.observed.turned).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void request_overASocket_isServedWithTheHostOfTheListener(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var gate = gate(sockets);
    try (var bound = sockets.bindTcp(ANY_PORT, gate.tcp()); var client = RawClient.tcp(address(bound))) {
      assertThat(bound.name()).isEqualTo("127.0.0.1:" + address(bound).getPort());
      for (String host : List.of("127.0.0.1", bound.name())) {
        var answer = client.send(get(gate, "dev", host)).answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).contains(TestBroker.SECRET_KEY);
      }
      assertThat(client.send(get(gate, "dev", "127.0.0.1:1")).answer().status()).isEqualTo(403);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void request_slicedAtEveryByteOverASocket_isServed() throws Exception {
    var sockets = transport.best();
    var gate = gate(sockets);
    String request = get(gate, "dev", "127.0.0.1");
    try (var bound = sockets.bindTcp(ANY_PORT, gate.tcp()); var client = RawClient.tcp(address(bound))) {
      for (int cut = 1; cut < request.length(); cut++) {
        client.send(request.substring(0, cut));
        client.send(request.substring(cut));
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void request_clientThatClosesItsHalf_stillGetsTheAnswerItWaitsFor(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var gate = gate(sockets);
    try (var bound = sockets.bindTcp(ANY_PORT, gate.tcp()); var client = RawClient.tcp(address(bound))) {
      client.send(get(gate, "slow", "127.0.0.1")).finishSending();
      while (gate.test.sessions.asked() == 0) {
        Thread.onSpinWait();
      }
      gate.test.sessions.put(gate.test.session("slow", "ASIASLOW", Duration.ofHours(1)));
      assertThat(client.answer().body()).contains("ASIASLOW");
      assertThat(client.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void requests_pipelinedByAClientThatThenClosesItsHalf_areAllAnswered(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var gate = gate(sockets);
    try (var bound = sockets.bindTcp(ANY_PORT, gate.tcp()); var client = RawClient.tcp(address(bound))) {
      client.send(get(gate, "slow", "127.0.0.1") + get(gate, "dev", "127.0.0.1").repeat(9)).finishSending();
      while (gate.test.sessions.asked() == 0) {
        Thread.onSpinWait();
      }
      gate.test.sessions.put(gate.test.session("slow", "ASIASLOW", Duration.ofHours(1)));
      for (int i = 0; i < 10; i++) {
        assertThat(client.answer().status()).as("answer %d", i).isEqualTo(200);
      }
      assertThat(client.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void stop_requestsPipelinedBehindOneThatWaits_areAllAnswered(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var gate = gate(sockets);
    try (var bound = sockets.bindTcp(ANY_PORT, gate.tcp()); var client = RawClient.tcp(address(bound))) {
      client.send(get(gate, "slow", "127.0.0.1") + get(gate, "dev", "127.0.0.1").repeat(3));
      while (gate.test.sessions.asked() == 0) {
        Thread.onSpinWait();
      }
      bound.close();
      var drained = gate.connections.drain(Duration.ofSeconds(5));
      gate.test.sessions.put(gate.test.session("slow", "ASIASLOW", Duration.ofHours(1)));
      for (int i = 0; i < 4; i++) {
        assertThat(client.answer().status()).as("answer %d", i).isEqualTo(200);
      }
      assertThat(client.rest()).isEmpty();
      client.close();
      drained.get(5, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void request_refusedWithMuchMoreBehindIt_getsItsAnswerAndNotAReset(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var gate = gate(sockets);
    try (var bound = sockets.bindTcp(ANY_PORT, gate.tcp()); var client = RawClient.tcp(address(bound))) {
      client.send("POST /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 40000\r\n\r\n"
          + "x".repeat(40_000)).finishSending();
      var answer = client.answer();
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void request_cutAtEveryByteAndThenClosed_isNeverAnsweredWithCredentials() throws Exception {
    var sockets = transport.best();
    var gate = gate(sockets);
    String request = get(gate, "dev", "127.0.0.1");
    try (var bound = sockets.bindTcp(ANY_PORT, gate.tcp())) {
      for (int cut = 0; cut < request.length(); cut++) {
        try (var client = RawClient.tcp(address(bound))) {
          String received = client.send(request.substring(0, cut)).finishSending().rest();
          assertThat(received).doesNotContain(TestBroker.SECRET_KEY).satisfiesAnyOf(
              nothing -> assertThat(nothing).isEmpty(),
              refused -> assertThat(refused).startsWith("HTTP/1.1 400 "));
        }
      }
    }
    assertThat(gate.test.sessions.asked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = { "127.0.0.1", "::1"})
  void connection_toLoopback_hasAHopLimitOfOne(String literal) throws Exception {
    var sockets = transport.of("epoll");
    var hops = new CompletableFuture<Integer>();
    var probe = new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        hops.complete(channel.config().getOption(literal.equals("::1")
            ? EpollFlavour.IPV6_UNICAST_HOPS
            : EpollFlavour.IP_TTL));
      }
    };
    try (var bound = sockets.bindTcp(new InetSocketAddress(InetAddress.ofLiteral(literal), 0), probe);
        var _ = RawClient.tcp(address(bound))) {
      assertThat(hops.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    } catch (ListenException e) {
      assumeTrue(literal.equals("127.0.0.1"), "no IPv6 on this machine");
      throw e;
    }
  }

  @Test
  void bind_portThatIsTaken_saysWhichAndWhatToDo() throws Exception {
    var sockets = transport.best();
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var address = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
      for (Transport each : List.of(sockets, Transport.open(new NioFlavour()))) {
        assertThatExceptionOfType(ListenException.class)
            .isThrownBy(() -> each.bindTcp(address, new ChannelInboundHandlerAdapter()))
            .withMessageContaining("127.0.0.1:" + taken.getLocalPort())
            .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE))
            .satisfies(e -> assertThat(e.remedy()).contains("ss -ltnp", "broker.toml"));
      }
    }
  }

  @Test
  void bind_addressOfAnotherMachine_isRefused() throws Exception {
    var sockets = transport.best();
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> sockets.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0),
            new ChannelInboundHandlerAdapter()))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NO_PLACE));
  }

  @Test
  void bindTcp_anyPort_connectionsAreNamedAfterTheOneThatWasBound() throws Exception {
    var sockets = transport.best();
    var told = new ArrayList<InetSocketAddress>();
    var came = new CompletableFuture<SocketAddress>();
    try (var bound = sockets.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), real -> {
      told.add(real);
      return new ChannelInitializer<Channel>() {
        @Override
        protected void initChannel(Channel channel) {
          came.complete(channel.localAddress());
          var _ = channel.close();
        }
      };
    }); var client = new Socket()) {
      client.connect(address(bound));
      assertThat(came.get(20, TimeUnit.SECONDS)).isEqualTo(address(bound));
      assertThat(told).containsExactly(address(bound));
    }
  }

  @Test
  void bindTcp_connectionsCannotBeMade_nobodyListens() throws Exception {
    var sockets = transport.best();
    var told = new ArrayList<InetSocketAddress>();
    assertThatThrownBy(
        () -> sockets.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), real -> {
          told.add(real);
          throw new IllegalStateException("no");
        })).hasMessage("no");
    try (var client = new Socket()) {
      assertThatThrownBy(() -> client.connect(told.getFirst())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void bindLoopback_anyPort_hasTheSamePortOnBothOrSaysWhichIsMissing() throws Exception {
    var sockets = transport.best();
    var without = new ArrayList<ListenException>();
    var bound = sockets.bindLoopback(0, _ -> new ChannelInboundHandlerAdapter(), without::add);

    assertThat(bound.size() + without.size()).isEqualTo(2);
    assertThat(bound).isNotEmpty().extracting(one -> address(one).getPort()).containsOnly(address(bound
        .getFirst()).getPort());
    bound.forEach(Bound::close);
  }

  @Test
  void bindLoopback_portTakenOnTheSecondAddress_goesOnWithTheFirst() throws Exception {
    var sockets = transport.best();
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      var without = new ArrayList<ListenException>();
      var bound = sockets.bindLoopback(taken.getLocalPort(), _ -> new ChannelInboundHandlerAdapter(),
          without::add);

      assertThat(bound).extracting(Bound::name).containsExactly("127.0.0.1:" + taken.getLocalPort());
      assertThat(without).extracting(ListenException::reason).containsExactly(Reason.IN_USE);
      bound.forEach(Bound::close);
    } catch (SocketException e) {
      assumeTrue(false, "no IPv6 on this machine");
    }
  }

  @Test
  void bindLoopback_portTakenOnTheFirstAddress_isAnErrorSinceTokensWouldGoThere() throws Exception {
    var sockets = transport.best();
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatExceptionOfType(ListenException.class).isThrownBy(
          () -> sockets.bindLoopback(taken.getLocalPort(), _ -> new ChannelInboundHandlerAdapter(), _ -> {}))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void stop_requestThatWaits_isAnsweredAndNewConnectionsAreRefused(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var gate = gate(sockets);
    var bound = sockets.bindTcp(ANY_PORT, gate.tcp());
    var address = address(bound);
    try (var client = RawClient.tcp(address); var idle = RawClient.tcp(address)) {
      client.send(get(gate, "slow", "127.0.0.1"));
      while (gate.test.sessions.asked() == 0) {
        Thread.onSpinWait();
      }
      bound.close();
      var drained = gate.connections.drain(Duration.ofSeconds(5));
      if (flavour.equals("epoll")) { // The JDK closes a listening socket at its next select, a moment later.
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> RawClient.tcp(address));
      }
      gate.test.sessions.put(gate.test.session("slow", "ASIASLOW", Duration.ofHours(1)));

      assertThat(client.answer().header("Connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
      assertThat(idle.rest()).isEmpty();
      drained.get(5, TimeUnit.SECONDS);
    }
  }
}
