package io.credentialbroker.server.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.server.fixtures.RawClient;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.pipeline.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody who was connected before a listening socket closed is broken off. */
final class StopTest {
  private static final int MANY = 50;

  private @TempDir Path temp = Path.of("");
  @RegisterExtension
  final OpenTransport transport = new OpenTransport();

  private static InetSocketAddress anyPort(String literal) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), 0);
  }

  private static TestGate gate(Transport transport) {
    return new TestGate(TestBroker.serving("dev"), Limits.DEFAULTS, transport.timers());
  }

  private static String get(TestGate gate) {
    return get(gate, "127.0.0.1");
  }

  private static String get(TestGate gate, String host) {
    return "GET /v1/credentials/dev HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: " + gate.token
        + "\r\n\r\n";
  }

  private interface Connect {
    RawClient open() throws IOException;
  }

  /** Connects many while the event loop does something else, closes the socket, and lets the loop go on. */
  private static void closeOverTheQueue(Transport sockets, TestGate gate, Bound bound, Connect connect)
      throws Exception {
    var busy = new CountDownLatch(1);
    var free = new CountDownLatch(1);
    sockets.timers().schedule(Duration.ZERO, () -> {
      busy.countDown();
      try {
        free.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    busy.await();
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < MANY; i++) {
        clients.add(connect.open().send(get(gate)));
      }
      var closing = Thread.ofPlatform().start(bound::close);
      while (closing.getState() == Thread.State.NEW || closing.getState() == Thread.State.RUNNABLE) {
        Thread.onSpinWait(); // until it waits for the loop
      }
      free.countDown();
      closing.join();
      var drained = gate.connections.drain(Duration.ofSeconds(60));
      for (RawClient client : clients) {
        assertThat(client.answer().status()).isEqualTo(200);
        client.close();
      }
      drained.get(60, TimeUnit.SECONDS);
    } finally {
      free.countDown();
      for (RawClient client : clients) {
        client.close();
      }
    }
    assertThatExceptionOfType(IOException.class).isThrownBy(connect::open);
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void close_connectionsThatWaitToBeAcceptedOverTcp_areServed(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var gate = gate(sockets);
    var bound = sockets.bindTcp(anyPort("127.0.0.1"), gate.tcp());
    var address = requireNonNull(bound.tcpAddress());
    closeOverTheQueue(sockets, gate, bound, () -> RawClient.tcp(address));
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void close_connectionsThatWaitToBeAcceptedOverAUnixSocket_areServed(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var gate = gate(sockets);
    Path path = temp.resolve("cb/broker.sock");
    var bound = sockets.bindUnix(path, gate.unix(sockets.unixPeers(), _ -> true));
    closeOverTheQueue(sockets, gate, bound, () -> RawClient.unix(path));
  }

  @ParameterizedTest
  @ValueSource(strings = { "127.0.0.1", "::1"})
  void close_programsThatGoOnConnecting_areAnsweredOrNeverConnected(String literal) throws Exception {
    var sockets = transport.of("epoll");
    var broken = new AtomicInteger();
    for (int round = 0; round < 5; round++) {
      var gate = gate(sockets);
      Bound bound;
      try {
        bound = sockets.bindTcp(anyPort(literal), gate.tcp());
      } catch (ListenException e) {
        assumeTrue(literal.equals("127.0.0.1"), "no IPv6 on this machine");
        throw e;
      }
      var address = requireNonNull(bound.tcpAddress());
      var answered = new CountDownLatch(20);
      String request = get(gate, literal.equals("::1") ? "[::1]" : literal);
      var programs = new ArrayList<Thread>();
      for (int i = 0; i < 4; i++) {
        programs.add(Thread.ofPlatform().start(() -> askAnew(address, request, answered, broken)));
      }
      assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
      bound.close();
      gate.connections.drain(Duration.ofSeconds(60)).get(60, TimeUnit.SECONDS);
      for (Thread program : programs) {
        program.join();
      }
    }
    assertThat(broken).hasValue(0);
  }

  /** A new connection for each request, until nobody listens. */
  private static void askAnew(InetSocketAddress address, String request, CountDownLatch answered,
      AtomicInteger broken) {
    while (true) {
      RawClient client;
      try {
        client = RawClient.tcp(address);
      } catch (IOException e) {
        return;
      }
      try (client) {
        assertThat(client.send(request).answer().status()).isEqualTo(200);
        answered.countDown();
      } catch (IOException | AssertionError e) {
        broken.incrementAndGet();
      }
    }
  }

  @Test
  void drain_connectionThatHasBeenIdle_endsInOrderAndWithoutAReset() throws Exception {
    var sockets = transport.best();
    var gate = gate(sockets);
    var bound = sockets.bindTcp(anyPort("127.0.0.1"), gate.tcp());
    try (var client = RawClient.tcp(requireNonNull(bound.tcpAddress()))) {
      assertThat(client.send(get(gate)).answer().status()).isEqualTo(200);
      bound.close();
      var drained = gate.connections.drain(Duration.ofSeconds(60));
      assertThat(client.rest()).isEmpty();
      client.send(get(gate)); // which crossed the end of the connection
      assertThat(client.rest()).isEmpty();
      client.close();
      drained.get(60, TimeUnit.SECONDS);
    }
  }
}
