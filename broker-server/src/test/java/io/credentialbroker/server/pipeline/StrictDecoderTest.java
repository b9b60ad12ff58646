package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import org.junit.jupiter.api.Test;

/**
 * When the decoder asks for more bytes, and whom it tells of the end of a read. What it makes of the bytes is in
 * {@link HeadOfRequestTest}.
 */
final class StrictDecoderTest {
  private final TestBroker test = TestBroker.serving("dev").cold("slow");
  private final TestGate gate = new TestGate(test, Limits.DEFAULTS, test.time);
  private final EmbeddedGate connection = new EmbeddedGate(gate.tcp());

  private String get(String profile) {
    return "GET /v1/credentials/" + profile + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + gate.token
        + "\r\n\r\n";
  }

  /** Counts how often the socket is asked for bytes, and is told that it has given all it had. */
  private static final class Reads extends ChannelDuplexHandler {
    private int asked;
    private int ended;

    @Override
    public void read(ChannelHandlerContext ctx) {
      asked++;
      ctx.read();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ended++;
      ctx.fireChannelReadComplete();
    }
  }

  @Test
  void bytes_thatComeWhileARequestIsAnswered_areNotFollowedByACallForMore() {
    var socket = new Reads();
    connection.channel.pipeline().addFirst(socket);
    connection.send(get("slow") + get("dev"));
    socket.asked = 0;

    for (int i = 0; i < 10; i++) {
      assertThat(connection.send(get("dev"))).isEmpty();
    }
    assertThat(socket.asked).isZero();
  }

  @Test
  void read_itsEnd_isToldToThoseBehindWhateverWasMadeOfIt() {
    var behind = new Reads();
    connection.channel.pipeline().addLast(behind);

    connection.send("GET /v1/");
    assertThat(behind.ended).as("of a part").isEqualTo(1);
    connection.send(get("slow").substring(8));
    assertThat(behind.ended).as("of the rest").isEqualTo(2);
    connection.send("GET /v1/");
    assertThat(behind.ended).as("of what has to wait").isEqualTo(3);
  }
}
