package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same request again on the same connection: answered as if it were the first, but not decoded again. */
final class RepeatTest {
  private final TestBroker test = TestBroker.serving("dev", "prod").cold("slow");
  private final TestGate gate = new TestGate(test, Limits.DEFAULTS, test.time);
  private int decoded;
  private int completed;

  private EmbeddedGate connect() {
    var connection = new EmbeddedGate(gate.tcp());
    var pipeline = connection.channel.pipeline();
    pipeline.addBefore(pipeline.context(StrictDecoder.class).name(), "counter",
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof ByteBuf) {
              decoded++;
            }
            ctx.fireChannelRead(message);
          }

          @Override
          public void channelReadComplete(ChannelHandlerContext ctx) {
            completed++;
            ctx.fireChannelReadComplete();
          }
        });
    return connection;
  }

  private String get(String profile, String token) {
    return "GET /v1/credentials/" + profile + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nAuthorization: "
        + token + "\r\n\r\n";
  }

  private String get(String profile) {
    return get(profile, gate.token);
  }

  @Test
  void request_again_getsTheSameAnswerUndecoded() {
    var connection = connect();
    String first = connection.send(get("dev"));
    for (int i = 0; i < 5; i++) {
      assertThat(connection.send(get("dev"))).isEqualTo(first).startsWith("HTTP/1.1 200 ");
    }
    assertThat(decoded).isEqualTo(1);
    assertThat(test.sessions.asked()).isEqualTo(6);
    assertThat(gate.observed.events).hasSize(6).containsOnly("tcp user dev Granted cached");
  }

  @Test
  void request_again_decoderHearsOfTheEndOfWhatItHasSeenOnly() {
    var connection = connect();
    connection.send(get("dev"));
    assertThat(completed).isEqualTo(1);
    connection.send(get("dev"));
    assertThat(completed).isEqualTo(1);
    connection.send(get("prod"));
    assertThat(completed).isEqualTo(2);
  }

  @Test
  void request_known_isWipedWhenItsConnectionEnds() {
    var connection = connect();
    connection.send(get("dev"));
    byte[] known = connection.channel.pipeline().get(Repeat.class).known();
    assertThat(new String(known, StandardCharsets.US_ASCII)).isEqualTo(get("dev"));
    connection.hangUp();
    assertThat(known).containsOnly(0);
  }

  @Test
  void request_known_isWipedWhenAnotherTakesItsPlace() {
    var connection = connect();
    connection.send(get("dev"));
    byte[] known = connection.channel.pipeline().get(Repeat.class).known();
    connection.send(get("prod"));
    assertThat(known).containsOnly(0);
    connection.send(get("prod"));
    assertThat(decoded).as("the other is known in its place").isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({ "2048, 1", "2049, 2"})
  void request_ofTheGreatestLength_isStillKnown(int length, int decodings) {
    var connection = connect();
    String request = get("dev").replace("*/*", "x".repeat(length - get("dev").length() + 3));
    assertThat(request).hasSize(length);
    connection.send(request);
    connection.send(request);
    assertThat(decoded).isEqualTo(decodings);
  }

  @Test
  void request_another_isDecodedAndRememberedInItsPlace() {
    var connection = connect();
    for (String profile : List.of("dev", "prod", "prod", "dev", "dev")) {
      assertThat(connection.send(get(profile))).contains("AKIA" + profile);
    }
    assertThat(decoded).isEqualTo(3);
  }

  @Test
  void request_onAnotherConnection_isDecoded() {
    connect().send(get("dev"));
    connect().send(get("dev"));

    assertThat(decoded).isEqualTo(2);
  }

  @Test
  void request_differentInOneByte_isAnsweredAsOnANewConnection() {
    String request = get("dev");
    for (int at = 0; at < request.length(); at++) {
      for (int bit = 1; bit < 256; bit <<= 1) {
        String other = request.substring(0, at) + (char) (request.charAt(at) ^ bit)
            + request.substring(at + 1);
        var connection = connect();
        connection.send(request);
        assertThat(connection.send(other)).as("byte %d, bit %d", at, bit).isEqualTo(connect().send(other));
      }
    }
  }

  @Test
  void request_shorterOrLongerByOneByte_isAnsweredAsOnANewConnection() {
    String request = get("dev");
    for (String other : List.of(request.substring(1), request.substring(0, request.length() - 1),
        request + 'G', ' ' + request)) {
      var connection = connect();
      connection.send(request);
      assertThat(connection.send(other)).isEqualTo(connect().send(other));
    }
  }

  @Test
  void request_behindTheBeginningOfAnother_isPartOfThatOne() {
    var connection = connect();
    connection.send(get("dev"));

    assertThat(connection.send("GET /v1/credentials/de")).isEmpty();
    assertThat(connection.send(get("dev"))).startsWith("HTTP/1.1 400 ").doesNotContain("AKIA");
  }

  @ParameterizedTest
  @ValueSource(strings = { "G", "GET /v1/credentials/dev HTTP/1.1\r\n", "GET /v1/nowhere HTTP/1.1\r\n\r\n"})
  void requests_thatCameTogether_areNotRememberedAsOne(String more) {
    var connection = connect();
    String rest = "Host: 127.0.0.1\r\nAuthorization: " + gate.token + "\r\n\r\n";
    String first = connection.send(get("dev") + more) + connection.send(rest);
    decoded = 0;

    if (connection.channel.isOpen()) {
      connection.send(get("dev") + more);
      assertThat(decoded).isPositive();
    }
    assertThat(first).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void requests_pipelinedAfterOneThatIsKnown_areAllAnswered() {
    var connection = connect();
    connection.send(get("dev"));

    String both = connection.send(get("dev") + get("dev"));
    assertThat(both.split("HTTP/1.1 200 ", -1)).hasSize(3);
    assertThat(EmbeddedGate.status(connection.send(get("dev")))).isEqualTo(200);
  }

  @Test
  void request_head_isRememberedAsOne() {
    var connection = connect();
    String head = connection.send(get("dev").replace("GET", "HEAD"));

    assertThat(connection.send(get("dev").replace("GET", "HEAD"))).isEqualTo(head).endsWith("\r\n\r\n");
    assertThat(connection.send(get("dev"))).contains("AKIAdev");
    assertThat(decoded).isEqualTo(2);
  }

  @Test
  void request_again_isRefusedOnceItsTokenIsRevoked() {
    var issued = gate.tokens.add("ci", Grant.EVERYTHING, TokenTerms.NONE);
    String request = get("dev", issued.token().reveal());
    var connection = connect();
    assertThat(EmbeddedGate.status(connection.send(request))).isEqualTo(200);
    assertThat(EmbeddedGate.status(connection.send(request))).isEqualTo(200);

    gate.tokens.revoke(issued.id());

    assertThat(EmbeddedGate.status(connection.send(request))).isEqualTo(401);
    assertThat(decoded).isEqualTo(1);
  }

  @Test
  void request_again_countsAsAUseOfItsToken() {
    String token = gate.tokens.add("ci", Grant.EVERYTHING, new TokenTerms(null, Set.of(), 2, false)).token()
        .reveal();
    var connection = connect();

    assertThat(EmbeddedGate.status(connection.send(get("dev", token)))).isEqualTo(200);
    assertThat(EmbeddedGate.status(connection.send(get("dev", token)))).isEqualTo(200);
    assertThat(EmbeddedGate.status(connection.send(get("dev", token)))).isEqualTo(401);
  }

  @Test
  void request_again_isRefusedWhileVendingIsLocked() {
    var connection = connect();
    connection.send(get("dev"));

    test.broker.lock().lock(test.time.instant());
    assertThat(EmbeddedGate.status(connection.send(get("dev")))).isEqualTo(403);
    test.broker.lock().unlock();
    assertThat(EmbeddedGate.status(connection.send(get("dev")))).isEqualTo(200);
    assertThat(decoded).isEqualTo(1);
  }

  @Test
  void request_again_getsTheSessionOfNow() {
    var connection = connect();
    connection.send(get("dev"));

    test.sessions.replace(test.session("dev", "ASIANEW", Duration.ofHours(2)));

    assertThat(connection.send(get("dev"))).contains("ASIANEW");
  }

  @Test
  void request_thatWaits_isRememberedAndAnsweredWhenItsSessionIsThere() {
    var connection = connect();
    assertThat(connection.send(get("slow"))).isEmpty();
    assertThat(connection.send(get("slow"))).as("one at a time").isEmpty();
    assertThat(gate.observed.waiting).containsExactly("waits");

    test.sessions.put(test.session("slow", "ASIASLOW", Duration.ofHours(1)));
    connection.channel.runPendingTasks();

    assertThat(gate.observed.waiting).containsExactly("waits", "waited");
    assertThat(connection.received().split("ASIASLOW", -1)).hasSize(3);
    decoded = 0;
    assertThat(connection.send(get("slow"))).contains("ASIASLOW");
  }

  @ParameterizedTest
  @CsvSource({ "refused before it is routed, /v1/, /v9/, 404", "longer than any SDK sends, */*, long, 200"})
  void request_thatIsNotRemembered_isDecodedEachTime(String why, String old, String text, int status) {
    var connection = connect();
    String request = get("dev").replace(old, text.equals("long") ? "x".repeat(2048) : text);
    for (int i = 0; i < 3; i++) {
      assertThat(EmbeddedGate.status(connection.send(request))).as(why).isEqualTo(status);
    }
    assertThat(decoded).isEqualTo(3);
  }

  @Test
  void request_againWhileTheBrokerStops_isAnsweredAsTheLast() {
    var connection = connect();
    connection.send(get("dev"));

    gate.connections.drain(Duration.ofSeconds(5));

    assertThat(connection.send(get("dev"))).startsWith("HTTP/1.1 200 ").contains("Connection: close\r\n");
  }
}
