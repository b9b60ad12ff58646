package io.credentialbroker.server.pipeline;

import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.peer.Attestor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A whole gate for one input after the other, at some ten thousand a second. */
final class FuzzedGate {
  /** What stands for the token in an input, since every run makes its own. */
  private static final String TOKEN = "@TOKEN@";

  private final TestGate gate;
  private final VendPipeline pipeline;
  private final AnswerOracle oracle;
  private final EmbeddedChannel listener = new EmbeddedChannel() {
    @Override
    protected SocketAddress localAddress0() {
      return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9780);
    }
  };

  FuzzedGate() {
    var test = TestBroker.serving("dev", "a b");
    gate = new TestGate(test, Limits.DEFAULTS, test.time);
    pipeline = VendPipeline.tcp(new VendPipeline.Parts(test.broker, gate.tokens, gate.parts.routes(),
        gate.connections, VendObserver.NONE, test.time, Attestor.NONE), "tcp", _ -> TestGate.ME, _ -> true);
    oracle = new AnswerOracle(gate.token);
  }

  /** The inputs in the test resources: seeds, and whatever has once been found to break a rule. */
  static List<byte[]> inputs() {
    try {
      Path folder = Path.of(Objects.requireNonNull(FuzzedGate.class.getResource("gate-inputs")).toURI());
      try (Stream<Path> files = Files.list(folder)) {
        return files.sorted().map(FuzzedGate::read).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends an input in two pieces and checks what came back; answers it. */
  String tryOut(byte[] input) {
    String request = new String(input, StandardCharsets.ISO_8859_1).replace(TOKEN, gate.token);
    var channel = new EmbeddedChannel(listener, DefaultChannelId.newInstance(), true, false, pipeline);
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    // Some byte decides where they are cut: what arrives in pieces must not be read otherwise.
    int cut = bytes.length == 0 ? 0 : (bytes[bytes.length / 2] & 0xFF) * 31 % bytes.length;
    send(channel, bytes, 0, cut);
    send(channel, bytes, cut, bytes.length);
    var received = new StringBuilder(received(channel));
    channel.close().syncUninterruptibly();
    channel.checkException();
    String all = received.append(received(channel)).toString();
    oracle.check(request, all);
    if (gate.connections.count() != 0) {
      throw new AssertionError("a connection was not given up: " + AnswerOracle.escaped(request));
    }
    return all;
  }

  private static void send(EmbeddedChannel channel, byte[] bytes, int from, int to) {
    if (from < to && channel.isOpen()) {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes, from, to - from));
    }
  }

  private static String received(EmbeddedChannel channel) {
    var all = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      all.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return all.toString();
  }
}
