package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.credentialbroker.sandbox.fault.Call;
import io.credentialbroker.sandbox.fault.Fault;
import io.credentialbroker.sandbox.fault.FaultRule;
import io.credentialbroker.sandbox.fault.Faults;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private final Rig rig = new Rig();
  private final Faults faults = rig.sandbox.faults();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    rig.close();
  }

  @Test
  void throttling_twoTimes_strikesTwiceAndNoMore() {
    FaultRule rule = faults.times("sts:GetCallerIdentity", 2, Fault.throttling());

    Rig.assertRefused(() -> rig.alice().getCallerIdentity(), 400, "Throttling", "Rate exceeded");
    Rig.assertRefused(() -> rig.alice().getCallerIdentity(), 400, "Throttling", "Rate exceeded");
    assertThat(rig.alice().getCallerIdentity().arn()).isEqualTo(Rig.ALICE);
    assertThat(rule.struck()).isEqualTo(2);
    assertThat(faults.rules()).isEmpty();
  }

  @Test
  void unavailable_forOneAction_leavesTheOthersAlone() {
    faults.always("sts:AssumeRole", Fault.unavailable());

    Rig.assertRefused(() -> rig.alice().assumeRole(Rig.role(Rig.ROLE).build()), 503, "ServiceUnavailable",
        "try again");
    assertThat(rig.alice().getCallerIdentity().arn()).isEqualTo(Rig.ALICE);
  }

  @Test
  void serviceWide_untilRemoved_strikesEveryCallOfTheService() {
    FaultRule rule = faults.always("sts:*", Fault.internalFailure());

    Rig.assertRefused(() -> rig.alice().getCallerIdentity(), 500, "InternalFailure", "unknown error");
    Rig.assertRefused(() -> rig.alice().getSessionToken(), 500, "InternalFailure", "unknown error");
    faults.remove(rule);
    assertThat(rig.alice().getCallerIdentity().arn()).isEqualTo(Rig.ALICE);
  }

  @Test
  void error_withRetryAfter_saysItInTheHeader() throws Exception {
    faults.always("*", new Fault.ErrorAnswer(503, "SlowDown", "slow down", Duration.ofSeconds(7)));

    HttpResponse<String> answer = http.send(get("/"), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    assertThat(answer.body()).contains("<Type>Receiver</Type><Code>SlowDown</Code>");
  }

  @Test
  void reset_call_breaksTheConnection() {
    faults.always("*", new Fault.Reset());

    assertThat(catchThrowable(() -> http.send(get("/"), HttpResponse.BodyHandlers.ofString())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void truncated_answer_endsBeforeItsAnnouncedLength() {
    faults.always("*", new Fault.Truncated());

    assertThat(catchThrowable(() -> http.send(get("/"), HttpResponse.BodyHandlers.ofString())))
        .isInstanceOf(IOException.class);
    assertThat(rig.sandbox.calls().log()).last().extracting(Call::fault, Call::status)
        .containsExactly("Truncated", 0);
  }

  @Test
  void oversized_answer_isAsLongAsAsked() throws Exception {
    faults.always("*", new Fault.Oversized(5_000_001));

    HttpResponse<byte[]> answer = http.send(get("/"), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).hasSize(5_000_001);
  }

  @Test
  void nonsense_answer_isNoXmlAndKeepsTheConnectionInOrder() throws Exception {
    faults.times("*", 1, new Fault.Nonsense());

    assertThat(http.send(get("/"), HttpResponse.BodyHandlers.ofByteArray()).body()).startsWith(0, 0xff);
    assertThat(http.send(get("/"), HttpResponse.BodyHandlers.ofString()).body()).contains("MissingAction");
  }

  @Test
  void blackHole_call_isNeverAnswered() {
    faults.always("*", new Fault.BlackHole());
    var patient = HttpRequest.newBuilder(get("/"), (_, _) -> true).timeout(Duration.ofMillis(300)).build();

    assertThatThrownBy(() -> http.send(patient, HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void latency_twoRules_addUp() throws Exception {
    faults.always("*", new Fault.Latency(Duration.ofMillis(150)));
    faults.always("sts:*", new Fault.Latency(Duration.ofMillis(150)));

    long begun = System.nanoTime();
    http.send(get("/"), HttpResponse.BodyHandlers.ofString());
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(295));
  }

  @Test
  void latency_ofTheFirstOfTwoInThePipe_keepsTheirOrder() throws Exception {
    faults.times("sts:*", 1, new Fault.Latency(Duration.ofMillis(200)));

    try (var socket = new Socket(InetAddress.getLoopbackAddress(), rig.sandbox.port())) {
      socket.getOutputStream().write("""
          GET /?Action=First HTTP/1.1\r
          Host: sandbox\r
          \r
          GET /?Action=Second HTTP/1.1\r
          Host: sandbox\r
          Connection: close\r
          \r
          """.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .containsSubsequence("operation First", "operation Second");
    }
  }

  @Test
  void skewedDate_answer_isRightButForItsDate() throws Exception {
    faults.always("*", new Fault.SkewedDate(Duration.ofMinutes(-10)));

    HttpResponse<String> answer = http.send(get("/"), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("date")).hasValue("Thu, 01 Jan 2026 11:50:00 GMT");
    assertThat(answer.body()).contains("MissingAction");
  }

  @Test
  void refuseConnections_thenAccept_comesBackAtTheSamePort() throws Exception {
    int port = rig.sandbox.port();
    rig.sandbox.refuseConnections();

    assertThatThrownBy(() -> http.send(get("/"), HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(ConnectException.class);
    rig.sandbox.acceptConnections();
    assertThat(http.send(get("/"), HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(400);
    assertThat(rig.sandbox.port()).isEqualTo(port);
  }

  @Test
  void share_sameSeed_strikesTheSameCalls() {
    List<Boolean> first = strikes(new Faults(7));

    assertThat(strikes(new Faults(7))).isEqualTo(first);
    assertThat(strikes(new Faults(8))).isNotEqualTo(first);
    assertThat(first.stream().filter(struck -> struck).count()).isBetween(250L, 350L);
  }

  @Test
  void rule_outOfBounds_isRefused() {
    assertThatThrownBy(() -> faults.share("*", 0, new Fault.Reset())).hasMessageContaining("over 0");
    assertThatThrownBy(() -> faults.share("*", 1.1, new Fault.Reset())).hasMessageContaining("at most 1");
    assertThatThrownBy(() -> faults.times("*", 0, new Fault.Reset())).hasMessageContaining("at least once");
    assertThatThrownBy(() -> new Fault.ErrorAnswer(200, "Fine", "", null)).hasMessageContaining("300 to 599");
    assertThatThrownBy(() -> new Fault.Latency(Duration.ofMillis(-1))).hasMessageContaining("not negative");
    assertThatThrownBy(() -> new Fault.Oversized(-1)).hasMessageContaining("not negative");
  }

  private static List<Boolean> strikes(Faults seeded) {
    seeded.share("sts:*", 0.3, new Fault.Reset());
    return IntStream.range(0, 1000).mapToObj(_ -> seeded.strike("sts:AssumeRole").instead() != null).toList();
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create(rig.sandbox.endpoint() + path)).build();
  }
}
