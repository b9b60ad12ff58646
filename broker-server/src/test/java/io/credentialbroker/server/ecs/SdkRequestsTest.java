package io.credentialbroker.server.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.core.Broker;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.time.SystemTimers;
import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.pipeline.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The requests of the SDKs that no test can install here, as their sources write them, and their answers under the
 * strictest rules that their parsers have. Whether the others work, {@code InteropIT} shows with the clients
 * themselves.
 */
class SdkRequestsTest {
  private static final Pattern SECONDS = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
  private static final int CRT_LIMIT = 10_000;

  private final SystemTimers timers = new SystemTimers();
  private final TestBroker test = TestBroker.serving("app").cold("cold");
  private final TestGate gate = new TestGate(test, Limits.DEFAULTS, timers);

  @AfterEach
  void end() {
    timers.close();
  }

  /** One SDK: its headers in their order, its read time-out, how often it asks, and whether a 4xx ends that. */
  enum Sdk {
    GO_1(
        "Host: 127.0.0.1:9780\r\nUser-Agent: aws-sdk-go/1.55.6\r\nAccept: application/json\r\nAuthorization: %s\r\n"
            + "Accept-Encoding: gzip\r\n",
        30_000, 3),
    GO_2(
        "Host: 127.0.0.1:9780\r\nUser-Agent: aws-sdk-go-v2/1.36.0 os/linux lang/go#1.24\r\nAccept: application/json\r\n"
            + "Amz-Sdk-Invocation-Id: 6f1c\r\nAmz-Sdk-Request: attempt=1; max=3\r\nAuthorization: %s\r\n"
            + "Accept-Encoding: gzip\r\n",
        30_000, 3),
    RUST(
        "user-agent: aws-sdk-rust/1.3 os/linux\r\nx-amz-user-agent: aws-sdk-rust/1.3\r\naccept: application/json\r\n"
            + "authorization: %s\r\nhost: 127.0.0.1:9780\r\n",
        5_000, 3),
    CRT_AND_SWIFT(
        "Accept: application/json\r\nUser-Agent: aws-sdk-crt/credentials-provider\r\nAccept-Encoding: identity\r\n"
            + "Authorization: %s\r\nConnection: keep-alive\r\nHost: 127.0.0.1\r\n",
        30_000, 4),
    CPP(
        "Host: 127.0.0.1:9780\r\nAccept: */*\r\nauthorization: %s\r\nuser-agent: aws-sdk-cpp/1.11\r\n",
        1_000, 2),
    DOT_NET(
        "Host: 127.0.0.1:9780\r\nAuthorization: %s\r\nUser-Agent: aws-sdk-dotnet-coreclr/3.7\r\n",
        100_000, 5),
    PHP(
        "Host: 127.0.0.1:9780\r\nUser-Agent: aws-sdk-php/3.3 GuzzleHttp/7\r\nAuthorization: %s\r\n",
        1_000, 4),
    RUBY(
        "Accept-Encoding: identity\r\nAccept: */*\r\nUser-Agent: aws-sdk-ruby3/3.2\r\nAuthorization: %s\r\n"
            + "Host: 127.0.0.1:9780\r\n",
        5_000, 6),
    KOTLIN(
        "Accept: application/json\r\nAccept-Encoding: identity\r\nUser-Agent: aws-sdk-kotlin/1.4\r\n"
            + "Authorization: %s\r\nHost: 127.0.0.1:9780\r\nConnection: Keep-Alive\r\n",
        10_000, 3),
    SWIFT(
        "Host: 127.0.0.1:9780\r\nAccept: application/json\r\nAuthorization: %s\r\nAccept-Language: en\r\n"
            + "Connection: keep-alive\r\n",
        60_000, 4);

    final String headers;
    final int readMillis;
    final int attempts;

    Sdk(String headers, int readMillis, int attempts) {
      this.headers = headers;
      this.readMillis = readMillis;
      this.attempts = attempts;
    }

    String request(String profile, String token) {
      return "GET /v1/credentials/" + profile + " HTTP/1.1\r\n" + headers.formatted(token) + "\r\n";
    }
  }

  private EmbeddedGate connect() {
    return new EmbeddedGate(gate.tcp());
  }

  private static JsonNode body(String answer) throws Exception {
    return new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  private static String header(String answer, String name) {
    Matcher found = Pattern.compile("(?im)^" + name + ": (.*)$").matcher(answer);
    return found.find() ? found.group(1) : "";
  }

  @ParameterizedTest
  @EnumSource
  void credentials_requestOfTheSdk_areReadByItsParser(Sdk sdk) throws Exception {
    String answer = connect().send(sdk.request("app", gate.token));

    assertThat(EmbeddedGate.status(answer)).isEqualTo(200);
    // Kotlin compares the whole type, the CRT counts bytes, nobody unpacks, nobody follows.
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
    assertThat(header(answer, "Content-Encoding")).isEmpty();
    assertThat(header(answer, "Transfer-Encoding")).isEmpty();
    assertThat(answer.length()).isLessThan(CRT_LIMIT);
    JsonNode body = body(answer);
    assertThat(body.get("Code").asText()).isEqualTo("Success"); // Rust: exactly so
    for (String key : new String[]{ "AccessKeyId", "SecretAccessKey", "Token", "Expiration"}) {
      assertThat(body.get(key).isTextual()).as(key).isTrue();
    }
    // Swift drops an expiration with fractions, .NET parses both, nobody takes null.
    assertThat(body.get("Expiration").asText()).matches(SECONDS);
    assertThat(body.get("LastUpdated").asText()).matches(SECONDS);
    assertThat(Instant.from(DateTimeFormatter.ISO_INSTANT.parse(body.get("Expiration").asText())))
        .isEqualTo(test.time.instant().plus(Duration.ofHours(1)));
    body.forEach(value -> assertThat(value.isNull()).isFalse());
  }

  @ParameterizedTest
  @EnumSource
  void keptConnection_askedAgain_isAnsweredAgain(Sdk sdk) {
    var connection = connect();
    for (int i = 0; i < 3; i++) {
      assertThat(EmbeddedGate.status(connection.send(sdk.request("app", gate.token)))).isEqualTo(200);
    }
    assertThat(connection.channel.isOpen()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void wrongToken_asOftenAsTheSdkTries_locksNobodyOut(Sdk sdk) throws Exception {
    for (int i = 0; i < sdk.attempts; i++) {
      String answer = connect().send(sdk.request("app", "wrong"));
      assertThat(EmbeddedGate.status(answer)).isEqualTo(401);
      JsonNode body = body(answer);
      // Go reads the small keys and fails on a body without them, JavaScript and Kotlin the capitals.
      assertThat(body.get("code").asText()).isEqualTo(body.get("Code").asText()).isEqualTo("TokenNotValid");
      assertThat(body.get("message").asText()).isEqualTo(body.get("Message").asText()).contains("broker env");
    }
    assertThat(EmbeddedGate.status(connect().send(sdk.request("app", gate.token)))).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void coldSession_neverComesInTime_isRefusedBeforeTheSdkGivesUp(Sdk sdk) throws Exception {
    assertThat(Broker.LONGEST_WAIT).isLessThan(Duration.ofMillis(sdk.readMillis).minusMillis(100));
    var connection = connect();
    assertThat(connection.send(sdk.request("cold", gate.token))).isEmpty();
    test.time.advance(Broker.LONGEST_WAIT);
    connection.channel.runPendingTasks();
    String answer = connection.received();
    assertThat(EmbeddedGate.status(answer)).isEqualTo(503);
    assertThat(header(answer, "Retry-After")).isEqualTo("1");
    // The next attempt has what the first one began.
    test.sessions.put(test.session("cold", "AKIACOLD", Duration.ofHours(1)));
    assertThat(EmbeddedGate.status(connect().send(sdk.request("cold", gate.token)))).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void accessDenied_byAws_isNotWorthTryingAgain(Sdk sdk) throws Exception {
    test.sessions.fail(test.key("cold"),
        new Failure(FailureReason.ACCESS_DENIED, "AssumeRole x", "Not allowed.",
            "Mend the policy.", "AccessDenied", null));
    String answer = connect().send(sdk.request("cold", gate.token));
    assertThat(EmbeddedGate.status(answer)).isBetween(400, 499).isNotEqualTo(404).isNotEqualTo(429);
    assertThat(body(answer).get("message").asText()).contains("Mend the policy.");
  }
}
