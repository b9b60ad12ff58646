package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credentialbroker.sandbox.fault.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTest {
  private final Rig rig = new Rig();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    rig.close();
  }

  @Test
  void faults_postedAndDeleted_comeAndGo() throws Exception {
    send("POST", "faults", "{\"action\": \"sts:*\", \"kind\": \"throttling\", \"times\": 5, \"share\": 1}");

    Rig.assertRefused(() -> rig.alice().getCallerIdentity(), 400, "Throttling", "Rate exceeded");
    JsonNode rule = json(send("GET", "faults", "")).at("/rules/0");
    assertThat(rule.path("action").asText()).isEqualTo("sts:*");
    assertThat(rule.path("struck").asInt()).isEqualTo(1);
    send("DELETE", "faults", "");
    assertThat(rig.alice().getCallerIdentity().account()).isEqualTo(Rig.ACCOUNT);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = { "{\"kind\":\"latency\",\"millis\":20}|Latency[delay=PT0.02S]",
      "{\"kind\":\"unavailable\"}|ErrorAnswer[status=503",
      "{\"kind\":\"internal-failure\"}|ErrorAnswer[status=500",
      "{\"kind\":\"error\",\"status\":429,\"code\":\"Slow\",\"retryAfterSeconds\":2}|ErrorAnswer[status=429, code=Slow",
      "{\"kind\":\"reset\"}|Reset[]", "{\"kind\":\"truncated\"}|Truncated[]",
      "{\"kind\":\"oversized\",\"bytes\":9}|Oversized[bytes=9]", "{\"kind\":\"nonsense\"}|Nonsense[]",
      "{\"kind\":\"black-hole\"}|BlackHole[]",
      "{\"kind\":\"skewed-date\",\"seconds\":-9}|SkewedDate[by=PT-9S]"})
  void faults_everyKind_isUnderstood(String body, String fault) throws Exception {
    assertThat(send("POST", "faults", body).statusCode()).isEqualTo(200);

    assertThat(rig.sandbox.faults().rules()).singleElement()
        .satisfies(rule -> assertThat(rule.fault().toString()).startsWith(fault));
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "[]", "{", "{\"kind\":\"boredom\"}", "{\"kind\":\"reset\",\"share\":2}",
      "{\"kind\":\"error\",\"status\":200}"})
  void faults_notUnderstood_areRefused(String body) throws Exception {
    assertThat(send("POST", "faults", body).statusCode()).isEqualTo(400);
    assertThat(rig.sandbox.faults().rules()).isEmpty();
  }

  @Test
  void faults_forEverything_leaveTheControlPathOpen() throws Exception {
    rig.sandbox.faults().always("*", new Fault.BlackHole());

    assertThat(send("DELETE", "faults", "").statusCode()).isEqualTo(200);
    assertThat(rig.alice().getCallerIdentity().account()).isEqualTo(Rig.ACCOUNT);
  }

  @Test
  void calls_afterSome_areCountedAndListedWithoutSecrets() throws Exception {
    var session = rig.assume(Rig.ROLE);
    Rig.refused(() -> rig.alice().assumeRole(Rig.role("arn:aws:iam::123456789012:role/none").build()));

    HttpResponse<String> answer = send("GET", "calls", "");
    assertThat(json(answer).at("/counts").path("sts:AssumeRole").asInt()).isEqualTo(2);
    JsonNode latest = json(answer).path("latest");
    assertThat(latest.at("/0/caller").asText()).isEqualTo(Rig.ALICE);
    assertThat(latest.at("/0/subject").asText()).isEqualTo(Rig.ROLE);
    assertThat(latest.at("/1/error").asText()).isEqualTo("AccessDenied");
    assertThat(answer.body()).doesNotContain(session.secretAccessKey(), session.sessionToken(),
        Rig.ALICE_KEY.secret());
    send("DELETE", "calls", "");
    assertThat(rig.sandbox.calls().counts()).isEmpty();
  }

  @Test
  void clock_set_movesAwsAndNothingElse() throws Exception {
    HttpResponse<String> answer = send("POST", "clock", "{\"offsetSeconds\": 600}");

    assertThat(json(answer).path("now").asText()).isEqualTo("2026-01-01T12:10:00Z");
    assertThat(rig.sandbox.clock().offset()).isEqualTo(Duration.ofMinutes(10));
    Rig.assertRefused(() -> rig.alice().getCallerIdentity(), 403, "SignatureDoesNotMatch",
        "Signature expired");
    assertThat(send("POST", "clock", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void mfa_knownDevice_showsWhatItsGadgetShows() throws Exception {
    HttpResponse<String> answer = send("GET", "mfa?serial=" + Rig.SERIAL, "");

    assertThat(json(answer).path("code").asText()).isEqualTo(rig.device.code(rig.clock.instant()));
    assertThat(send("GET", "mfa?serial=nobody", "").statusCode()).isEqualTo(404);
  }

  @Test
  @Timeout(60)
  void refuse_forAWhile_comesBackByItself() throws Exception {
    send("POST", "faults", "{\"kind\": \"refuse\", \"millis\": 1000}");

    // First gone, then back: both are found out by trying, as a client would.
    while (accepts()) {
      Thread.onSpinWait();
    }
    while (!accepts()) {
      Thread.onSpinWait();
    }
    assertThat(rig.alice().getCallerIdentity().account()).isEqualTo(Rig.ACCOUNT);
  }

  @ParameterizedTest
  @ValueSource(strings = { "Origin", "Referer"})
  void control_fromABrowser_isRefused(String header) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(rig.sandbox.endpoint() + "/_sandbox/faults"))
        .header(header, "https://example.com").build();

    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({ "GET,/_sandbox/nothing", "PUT,/_sandbox/faults", "GET,/nowhere"})
  void unknownPath_anyMethod_isNotFound(String method, String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(rig.sandbox.endpoint() + path))
        .method(method, HttpRequest.BodyPublishers.noBody()).build();

    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(404);
  }

  private boolean accepts() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), rig.sandbox.port())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(rig.sandbox.endpoint() + "/_sandbox/" + path))
        .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new JsonMapper().readTree(answer.body());
  }
}
