package io.credentialbroker.server.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.pipeline.Limits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How those are let in who wait together. */
final class AcceptingTest {
  private static final int WAITING = 40;

  @RegisterExtension
  final OpenTransport transport = new OpenTransport();

  /** Counts those who are let in, and in how many rounds of the event loop. */
  @Sharable
  private static final class Door extends ChannelInboundHandlerAdapter {
    final CompletableFuture<Integer> rounds = new CompletableFuture<>();
    private int in;
    private int begun;
    private boolean open;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      in++;
      if (!open) {
        open = true;
        begun++;
        ctx.channel().eventLoop().execute(() -> {
          open = false;
          if (in == WAITING) {
            rounds.complete(begun);
          }
        });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void overTcp_manyWhoWait_areLetInInFewRounds(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var door = new Door();
    try (var bound = sockets.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), door)) {
      var address = requireNonNull(bound.tcpAddress());
      assertThat(roundsFor(sockets, door, () -> {
        var socket = new Socket();
        socket.connect(address);
        return socket;
      })).isLessThan(WAITING / 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void overUnix_manyWhoWait_areLetInInFewRounds(String flavour, @TempDir Path folder) throws Exception {
    var sockets = transport.of(flavour);
    var door = new Door();
    Path path = folder.resolve("run/b.sock");
    try (var _ = sockets.bindUnix(path, door)) {
      assertThat(roundsFor(sockets, door,
          () -> SocketChannel.open(UnixDomainSocketAddress.of(path)))).isLessThan(WAITING / 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "epoll", "nio"})
  void moreThanAllowed_whoWaitTogether_eachEndAnother(String flavour) throws Exception {
    var sockets = transport.of(flavour);
    var limits = new Limits(WAITING / 4, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(60),
        Duration.ofSeconds(1));
    var gate = new TestGate(TestBroker.serving("dev"), limits, sockets.timers());
    var counted = new Door();
    try (var bound = sockets.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(gate.tcp(), counted);
          }
        })) {
      var address = requireNonNull(bound.tcpAddress());
      assertThat(roundsFor(sockets, counted, () -> {
        var socket = new Socket();
        socket.connect(address);
        return socket;
      })).isLessThan(WAITING / 3);
      assertThat(gate.connections.count()).isLessThanOrEqualTo(WAITING / 4);
    }
  }

  private interface Connects {
    AutoCloseable connect() throws Exception;
  }

  private static int roundsFor(Transport sockets, Door door, Connects client) throws Exception {
    var all = new ArrayList<AutoCloseable>();
    var go = new CountDownLatch(1);
    try {
      sockets.loops().getFirst().schedule(Duration.ZERO, () -> awaitQuietly(go));
      for (int i = 0; i < WAITING; i++) {
        all.add(client.connect());
      }
      go.countDown();
      return door.rounds.get(30, TimeUnit.SECONDS);
    } finally {
      go.countDown();
      for (var one : List.copyOf(all)) {
        one.close();
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
