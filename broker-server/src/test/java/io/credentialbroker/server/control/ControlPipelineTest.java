package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.server.control.ControlFixture.Reply;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlPipelineTest {
  private static final String RELOAD = "POST /v1/reload HTTP/1.1\r\nHost: localhost\r\n";

  @TempDir
  Path folder;
  private ControlFixture control;

  @BeforeEach
  void open() throws Exception {
    control = new ControlFixture(folder);
  }

  @Test
  void anyAnswer_hasLengthTypeAndApi() {
    assertThat(control.ask("GET", "/v1/status").head().toLowerCase(java.util.Locale.ROOT))
        .contains("\r\ncontent-type: application/json").contains("\r\ncontent-length: ")
        .contains("\r\nbroker-api: 1")
        .contains("\r\ncache-control: no-store");
  }

  @ParameterizedTest
  @CsvSource({ "GET,/", "GET,/v1", "GET,/v1/status/", "GET,/v1/credentials/deploy", "GET,/v1/status?x=1",
      "GET,//v1/status", "POST,/v1/profiles/a/b/forget"})
  void unknownPath_is404(String method, String path) {
    assertThat(control.ask(method, path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({ "POST,/v1/status,GET", "GET,/v1/reload,POST", "DELETE,/v1/forget,POST",
      "GET,/v1/profiles/deploy/exec,POST"})
  void otherMethod_is405AndNamesTheRightOne(String method, String path, String allowed) {
    var reply = control.ask(method, path);
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.head()).containsIgnoringCase("allow: " + allowed);
    assertThat(control.reloads).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = { "Origin: http://a", "Referer: http://a", "Cookie: a=b", "X-Forwarded-For: 1.1.1.1",
      "Forwarded: for=1", "Via: 1.1 a", "Sec-Fetch-Site: none", "Upgrade: h2c", "X-Real-IP: 1.1.1.1"})
  void foreignHeader_isRefusedBeforeAnythingIsDone(String header) {
    var connection = control.connect();
    assertThat(control.send(connection, RELOAD + header + "\r\n\r\n").status()).isEqualTo(403);
    assertThat(control.reloads).isZero();
    assertThat(connection.isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = { "GET /v1/status HTTP/1.0\r\n\r\n", "nonsense\r\n\r\n",
      "GET http://a/v1/status HTTP/1.1\r\n\r\n",
      "GET /v1/status HTTP/1.1\r\nContent-Length: x\r\n\r\n",
      "GET /v1/status HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
      "POST /v1/reload HTTP/1.1\r\nContent-Length: 2\r\n\r\n[]",
      "POST /v1/reload HTTP/1.1\r\nContent-Length: 1\r\n\r\n{",
      "POST /v1/reload HTTP/1.1\r\nContent-Length: 4\r\n\r\n{}{}"})
  void malformedRequest_isRefusedOnceAndClosed(String raw) {
    var connection = control.connect();
    Reply reply = control.send(connection, raw);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).doesNotContain("HTTP/1.1 400");
    assertThat(control.reloads).isZero();
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void emptyObject_isTakenAsBody() {
    assertThat(control.send(control.connect(), RELOAD + "Content-Length: 2\r\n\r\n{}").status())
        .isEqualTo(200);
  }

  @Test
  void keyThatTheRouteDoesNotKnow_isRefusedAndNothingIsDone() {
    var reply = control.send(control.connect(), RELOAD + "Content-Length: 7\r\n\r\n{\"a\":1}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("message").asText()).contains("Known: none");
    assertThat(control.reloads).isZero();
  }

  @Test
  void bodyOver16Kib_isRefusedAndClosed() {
    var connection = control.connect();
    var reply = control.send(connection, RELOAD + "Content-Length: 16385\r\n\r\n" + " ".repeat(16_385));
    assertThat(reply.status()).isEqualTo(413);
    assertThat(connection.isOpen()).isFalse();
    assertThat(control.reloads).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = { 2100, 9000})
  void endlessLineOrHeaders_areRefused(int length) {
    var connection = control.connect();
    String raw = length < 9000
        ? "GET /" + "a".repeat(length) + " HTTP/1.1\r\n\r\n"
        : "GET /v1/status HTTP/1.1\r\nA: " + "a".repeat(length) + "\r\n\r\n";
    assertThat(control.send(connection, raw).status()).isEqualTo(400);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void keepAlive_severalRequests_areAnsweredOnOneConnection() {
    var connection = control.connect();
    assertThat(control.ask(connection, "GET", "/v1/status").status()).isEqualTo(200);
    assertThat(control.ask(connection, "POST", "/v1/reload").status()).isEqualTo(200);
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void connectionClose_isHonoured() {
    var connection = control.connect();
    assertThat(control.send(connection, RELOAD + "Connection: close\r\n\r\n").status()).isEqualTo(200);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void secondRequestBeforeTheAnswer_isRefused() {
    control.sessions.pending = new CompletableFuture<>();
    var connection = control.connect();
    assertThat(control.ask(connection, "POST", "/v1/profiles/deploy/refresh").status()).isZero();
    assertThat(control.ask(connection, "GET", "/v1/status").status()).isEqualTo(400);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void peerThatHasEnded_isClosedAfterItsAnswer() {
    var idle = control.connect();
    idle.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(idle.isOpen()).isFalse();
    var pending = new CompletableFuture<RoleSession>();
    control.sessions.pending = pending;
    var asking = control.connect();
    control.ask(asking, "POST", "/v1/profiles/deploy/refresh");
    asking.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(asking.isOpen()).isTrue();
    pending.complete(FakeSessions.sample(control.deployKey));
    asking.runPendingTasks();
    assertThat(ControlFixture.reply(asking).status()).isEqualTo(200);
    assertThat(asking.isOpen()).isFalse();
  }

  @Test
  void silentConnection_isClosedAfterTheDeadline() {
    var connection = control.connect();
    connection.advanceTimeBy(ConnectionDeadline.FIRST_SECONDS, TimeUnit.SECONDS);
    connection.runScheduledPendingTasks();
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void slowRequest_isClosedAfterTheDeadlineHoweverItTrickles() {
    var connection = control.connect();
    for (int i = 0; i < ConnectionDeadline.FIRST_SECONDS; i++) {
      control.send(connection, i == 0 ? "GET /v1/st" : "a");
      connection.advanceTimeBy(1, TimeUnit.SECONDS);
      connection.runScheduledPendingTasks();
    }
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void idleConnection_isClosedAMinuteAfterTheAnswer() {
    var connection = control.connect();
    control.ask(connection, "GET", "/v1/status");
    connection.advanceTimeBy(ConnectionDeadline.NEXT_SECONDS - 1, TimeUnit.SECONDS);
    connection.runScheduledPendingTasks();
    assertThat(connection.isOpen()).isTrue();
    connection.advanceTimeBy(1, TimeUnit.SECONDS);
    connection.runScheduledPendingTasks();
    assertThat(connection.isOpen()).isFalse();
  }
}
