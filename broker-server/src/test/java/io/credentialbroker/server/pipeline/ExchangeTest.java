package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One request after the other, one answer each. */
final class ExchangeTest {
  private final TestBroker test = TestBroker.serving("dev").cold("slow");
  private final TestGate gate = new TestGate(test, Limits.DEFAULTS, test.time);
  private final EmbeddedGate connection = new EmbeddedGate(gate.tcp());

  private String get(String profile, String more) {
    return "GET /v1/credentials/" + profile + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + more + "Authorization: "
        + gate.token + "\r\n\r\n";
  }

  private static int answers(String received) {
    return received.split("HTTP/1\\.1 \\d", -1).length - 1;
  }

  @Test
  void request_keepAlive_leavesTheConnectionOpenForTheNext() {
    for (int i = 0; i < 3; i++) {
      assertThat(EmbeddedGate.status(connection.send(get("dev", "")))).isEqualTo(200);
      assertThat(connection.channel.isOpen()).isTrue();
    }
  }

  @Test
  void request_connectionClose_isAnsweredAndClosed() {
    String answer = connection.send(get("dev", "Connection: close\r\n"));

    assertThat(EmbeddedGate.status(answer)).isEqualTo(200);
    assertThat(answer).contains("Connection: close\r\n");
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void request_head_hasTheHeadersOfTheGetAndNoBody() {
    String whole = connection.send(get("dev", ""));
    String head = connection.send(get("dev", "").replace("GET", "HEAD"));

    assertThat(head).isEqualTo(whole.substring(0, whole.indexOf("\r\n\r\n") + 4));
    assertThat(EmbeddedGate.status(connection.send(get("dev", "")))).isEqualTo(200);
  }

  @Test
  void request_slicedAtEveryByte_getsTheSameAnswer() {
    String request = get("dev", "Accept: */*\r\n");
    String whole = connection.send(request);
    for (int cut = 1; cut < request.length(); cut++) {
      assertThat(connection.send(request.substring(0, cut))).isEmpty();
      assertThat(connection.send(request.substring(cut))).isEqualTo(whole);
    }
    var trickle = new StringBuilder();
    for (int i = 0; i < request.length(); i++) {
      trickle.append(connection.send(request.substring(i, i + 1)));
    }
    assertThat(trickle.toString()).isEqualTo(whole);
  }

  @Test
  void requests_pipelined_areAnsweredInOrder() {
    String received = connection.send(get("dev", "") + get("nope", "") + get("dev", "") + get("dev",
        "Connection: close\r\n"));

    assertThat(answers(received)).isEqualTo(4);
    assertThat(received).containsSubsequence("200 OK", "400 Bad Request", "200 OK", "200 OK");
    assertThat(connection.channel.isOpen()).isFalse();
  }

  /** Keeps back what is written, as a socket does whose peer does not read. */
  private static final class Stuck extends ChannelOutboundHandlerAdapter {
    private boolean stuck = true;

    @Override
    public void flush(ChannelHandlerContext ctx) {
      if (!stuck) {
        ctx.flush();
      }
    }
  }

  @Test
  void requests_ofAClientThatDoesNotRead_areNotAnsweredAhead() {
    var peer = new Stuck();
    connection.channel.pipeline().addFirst(peer);

    assertThat(connection.send(get("dev", "") + get("dev", "") + get("dev", "Connection: close\r\n")))
        .isEmpty();
    assertThat(gate.observed.events).hasSize(1);
    assertThat(connection.channel.isOpen()).isTrue();

    peer.stuck = false;
    connection.channel.flush();

    String received = connection.received();
    assertThat(answers(received)).isEqualTo(3);
    assertThat(received).containsOnlyOnce("Connection: close");
    assertThat(gate.observed.events).hasSize(3);
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void request_ofAClientThatGoesAwayUnread_endsTheConnectionAndGivesTheMemoryBack() {
    connection.channel.pipeline().addFirst(new Stuck());
    assertThat(connection.send(get("dev", ""))).isEmpty();

    connection.hangUp();

    assertThat(connection.channel.isOpen()).isFalse();
    var another = new EmbeddedGate(gate.tcp());
    assertThat(EmbeddedGate.status(another.send(get("dev", "")))).isEqualTo(200);
  }

  @Test
  void requests_pipelinedBehindARefusalThatCloses_areNotRead() {
    String received = connection.send(get("dev", "Origin: x\r\n") + get("dev", "") + get("dev", ""));

    assertThat(EmbeddedGate.status(received)).isEqualTo(403);
    assertThat(test.sessions.asked()).isZero();
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void requests_pipelinedBehindOneThatWaits_waitUnreadUntilItIsAnswered() {
    assertThat(connection.send(get("slow", "") + get("dev", "") + get("nope", ""))).isEmpty();
    assertThat(test.sessions.asked()).isEqualTo(1);
    assertThat(connection.channel.config().isAutoRead()).isFalse();
    assertThat(connection.send(get("dev", ""))).isEmpty();

    test.sessions.put(test.session("slow", "ASIASLOW", Duration.ofHours(1)));
    connection.channel.runPendingTasks();

    assertThat(connection.received()).satisfies(received -> {
      assertThat(answers(received)).isEqualTo(4);
      assertThat(received).containsSubsequence("ASIASLOW", "AKIAdev", "ProfileNotFound", "AKIAdev");
    });
    assertThat(connection.channel.config().isAutoRead()).isTrue();
    assertThat(gate.observed.events).first().isEqualTo("tcp user slow Granted waited");
    assertThat(gate.observed.events).element(1).isEqualTo("tcp user dev Granted cached");
  }

  @Test
  void requests_pipelinedAndThenTheEndOfInput_areAllAnsweredBeforeTheConnectionCloses() {
    connection.send(get("slow", "") + get("dev", "").repeat(8) + get("nope", ""));
    connection.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(connection.channel.isOpen()).isTrue();

    test.sessions.put(test.session("slow", "ASIASLOW", Duration.ofHours(1)));
    connection.channel.runPendingTasks();

    String received = connection.received();
    assertThat(answers(received)).isEqualTo(10);
    assertThat(received).containsOnlyOnce("Connection: close").endsWith("}");
    assertThat(received.indexOf("Connection: close")).isGreaterThan(received.lastIndexOf("HTTP/1.1 400"));
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void requests_pipelinedWithHalfOfOneBeforeTheEndOfInput_areAnsweredAndTheHalfIsRefused() {
    connection.send(get("slow", "") + get("dev", "") + "GET /v1/cred");
    connection.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    test.sessions.put(test.session("slow", "ASIASLOW", Duration.ofHours(1)));
    connection.channel.runPendingTasks();

    assertThat(answers(connection.received())).isBetween(2, 3);
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void request_halfOfOneAtTheEndOfInputOfAClientThatDoesNotRead_isRefusedOnceItReads() {
    var peer = new Stuck();
    connection.channel.pipeline().addFirst(peer);
    connection.send("GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    connection.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(connection.channel.isOpen()).isTrue();

    peer.stuck = false;
    connection.channel.flush();

    assertThat(EmbeddedGate.status(connection.received())).isEqualTo(400);
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void answer_secondOneToTheSameRequest_isNotSentAndItsWriterHearsOfThat() {
    assertThat(EmbeddedGate.status(connection.send(get("dev", "")))).isEqualTo(200);

    var second = connection.channel.pipeline().writeAndFlush(Answer.text("again", ""));

    assertThat(second.cause()).isInstanceOf(IllegalStateException.class).hasMessageContaining("no request");
    assertThat(connection.received()).isEmpty();
    assertThat(EmbeddedGate.status(connection.send(get("dev", "")))).isEqualTo(200);
  }

  @Test
  void request_sessionThatDoesNotComeInTime_isUnavailableAndTheFetchServesTheNextTry() {
    assertThat(connection.send(get("slow", ""))).isEmpty();
    test.time.advance(Duration.ofMillis(799));
    connection.channel.runPendingTasks();
    assertThat(connection.received()).isEmpty();

    test.time.advance(Duration.ofMillis(1));
    connection.channel.runPendingTasks();
    assertThat(connection.received()).satisfies(answer -> {
      assertThat(EmbeddedGate.status(answer)).isEqualTo(503);
      assertThat(answer).contains("Retry-After: 1\r\n");
    });

    test.sessions.put(test.session("slow", "ASIASLOW", Duration.ofHours(1)));
    connection.channel.runPendingTasks();
    assertThat(connection.received()).isEmpty();
    assertThat(connection.send(get("slow", ""))).contains("200 OK", "ASIASLOW");
  }

  @Test
  void request_clientGoneWhileItWaits_isForgottenWithoutHarm() {
    connection.send(get("slow", ""));
    connection.hangUp();

    test.sessions.put(test.session("slow", "ASIASLOW", Duration.ofHours(1)));
    connection.channel.runPendingTasks();

    assertThat(connection.received()).isEmpty();
    assertThat(gate.connections.count()).isZero();
    connection.channel.checkException();
  }

  @Test
  void request_sessionThatHasExpired_isNeverServed() {
    test.time.jumpWall(Duration.ofHours(1));
    String answer = connection.send(get("dev", ""));

    assertThat(EmbeddedGate.status(answer)).isEqualTo(503);
    assertThat(answer).contains("Retry-After: 1\r\n").doesNotContain(TestBroker.SECRET_KEY);
  }

  @Test
  void request_brokenOff_isNeverAnsweredWithCredentials() {
    String request = get("dev", "");
    for (int cut = 0; cut < request.length(); cut++) {
      var one = new EmbeddedGate(gate.tcp());
      one.send(request.substring(0, cut));
      one.hangUp();
      assertThat(one.received()).isEmpty();
    }
    assertThat(test.sessions.asked()).isZero();
  }

  @Test
  void refused_steps_areToldToTheObserverOnce() {
    connection.send(get("dev", "").replace(gate.token, "wrong"));
    connection.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    assertThat(gate.observed.refusals).containsExactly(Refusal.TOKEN_WRONG, Refusal.NO_SUCH_PATH);
    assertThat(gate.observed.events).isEmpty();
  }

  @Test
  void request_sourceThatThrottles_saysWhenToComeBack() {
    test.sessions.fail(test.key("slow"),
        new Failure(FailureReason.THROTTLED, "AssumeRole x", "Too many calls.",
            "Wait.", "Throttling", Duration.ofMillis(2500)));

    assertThat(connection.send(get("slow", ""))).contains("503 Service Unavailable", "Retry-After: 3\r\n",
        "\"Throttling\"");
  }
}
