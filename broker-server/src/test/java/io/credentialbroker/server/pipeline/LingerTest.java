package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.HalfClosing;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The end of a connection: who may still send is not reset, so that nobody loses the last answer. */
final class LingerTest {
  private static final Duration TICK = Limits.PERIOD;
  private static final int MOST_DROPPED = 64 * 1024;

  private final TestBroker test = TestBroker.serving("dev").cold("slow");
  private final TestGate gate = new TestGate(test, Limits.DEFAULTS, test.time);
  private final EmbeddedGate connection = EmbeddedGate.halfClosing(gate.tcp());
  private final HalfClosing halves = (HalfClosing) connection.channel;

  private String get(String profile, String more) {
    return "GET /v1/credentials/" + profile + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + more + "Authorization: "
        + gate.token + "\r\n\r\n";
  }

  private void refuse() {
    assertThat(EmbeddedGate.status(connection.send(get("dev", "Origin: x\r\n")))).isEqualTo(403);
  }

  private void pass(Duration time) {
    for (var left = time; left.isPositive(); left = left.minus(TICK)) {
      test.time.advance(TICK);
      halves.runPendingTasks();
    }
  }

  private void assertLingering() {
    assertThat(halves.isOutputShutdown()).isTrue();
    assertThat(halves.isOpen()).isTrue();
    assertThat(halves.config().isAutoRead()).isTrue();
  }

  private void assertClosedAtOnce() {
    assertThat(halves.isOpen()).isFalse();
    assertThat(halves.isOutputShutdown()).as("was lingering").isFalse();
  }

  @Test
  void refused_restOfWhatTheClientSends_isReadAndDroppedUntilItEnds() {
    refuse();
    assertLingering();
    assertThat(connection.send(get("dev", ""))).isEmpty();
    assertThat(connection.send("GET ")).isEmpty();
    assertLingering();

    halves.finishSending();
    assertThat(connection.received()).isEmpty();
    assertThat(halves.isOpen()).isFalse();
    assertThat(test.sessions.asked()).isZero();
    assertThat(gate.observed.refusals).containsExactly(Refusal.BROWSER);
  }

  @Test
  void refused_clientThatSendsOnAndOn_isCutOffBehind64KiB() {
    refuse();
    for (int sent = 0; sent < MOST_DROPPED; sent += 4096) {
      assertThat(connection.send("x".repeat(4096))).isEmpty();
    }
    assertLingering();

    connection.send("x");
    assertThat(halves.isOpen()).isFalse();
  }

  @Test
  void refused_clientThatNeitherSendsNorEnds_isClosedAfterASecond() {
    refuse();
    pass(Duration.ofMillis(750));
    assertLingering();
    pass(TICK);
    assertThat(halves.isOpen()).isFalse();
  }

  @Test
  void refused_bytesThatKeepComing_doNotPutOffTheEnd() {
    refuse();
    for (int i = 0; i < 4; i++) {
      assertLingering();
      connection.send("x");
      pass(TICK);
    }
    assertThat(halves.isOpen()).isFalse();
  }

  @Test
  void refused_clientThatHasEndedAlready_isClosedAtOnce() {
    assertThat(connection.send("GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\n")).isEmpty();
    halves.finishSending();

    assertThat(connection.received()).contains("400 Bad Request", "Connection: close\r\n");
    assertClosedAtOnce();
    assertThat(gate.observed.refusals).containsExactly(Refusal.MALFORMED);
  }

  @Test
  void refused_tooSlowAndThenEnded_isAnsweredOnceAndToldOnce() {
    connection.send("GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    pass(Duration.ofSeconds(5));
    assertThat(EmbeddedGate.status(connection.received())).isEqualTo(408);
    assertLingering();

    halves.finishSending();
    assertThat(connection.received()).isEmpty();
    assertThat(halves.isOpen()).isFalse();
    assertThat(gate.observed.refusals).containsExactly(Refusal.TOO_SLOW);
  }

  @Test
  void refused_brokenOffBehindOneThatWasServed_isTold() {
    connection.send(get("dev", ""));
    connection.send("GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    connection.hangUp();

    assertThat(gate.observed.refusals).containsExactly(Refusal.MALFORMED);
    assertThat(connection.received()).isEmpty();
  }

  @Test
  void input_endsBetweenRequests_closesWithoutAWord() {
    assertThat(EmbeddedGate.status(connection.send(get("dev", "")))).isEqualTo(200);
    halves.finishSending();

    assertThat(connection.received()).isEmpty();
    assertClosedAtOnce();
  }

  @Test
  void answer_clientThatAsksForTheEnd_isClosedAtOnce() {
    assertThat(connection.send(get("dev", "Connection: close\r\n"))).contains("200 OK");
    assertClosedAtOnce();
  }

  @Test
  void idle_tooLong_isClosedAtOnce() {
    pass(Duration.ofSeconds(60));
    assertThat(connection.received()).isEmpty();
    assertClosedAtOnce();
  }

  @Test
  void drain_lastAnswer_isFollowedByALookAtWhatIsOnTheWay() {
    connection.send(get("slow", ""));
    var drained = gate.connections.drain(Duration.ofSeconds(5));
    test.sessions.put(test.session("slow", "ASIASLOW", Duration.ofHours(1)));
    halves.runPendingTasks();
    assertThat(connection.received()).contains("ASIASLOW", "Connection: close\r\n");
    assertEndsAfterALook(drained);
  }

  @Test
  void drain_idleConnection_seesTheEndAndIsNotResetForWhatIsOnTheWay() {
    var drained = gate.connections.drain(Duration.ofSeconds(5));
    pass(Duration.ofMillis(500));
    assertEndsAfterALook(drained);
  }

  /** What is on the way when the broker stops is read, and not answered. */
  private void assertEndsAfterALook(Future<?> drained) {
    assertLingering();
    assertThat(connection.send(get("dev", ""))).isEmpty();
    assertThat(drained).isNotDone();
    pass(Duration.ofMillis(500));
    assertThat(halves.isOpen()).isFalse();
    assertThat(drained).isDone();
  }
}
