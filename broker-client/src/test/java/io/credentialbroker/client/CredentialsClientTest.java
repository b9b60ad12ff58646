package io.credentialbroker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.credentialbroker.client.BrokerException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialsClientTest {
  private static final String PATH = "GET /v1/credentials/deploy";
  private static final String GOOD = "{\"Code\":\"Success\",\"AccessKeyId\":\"ASIA1\",\"SecretAccessKey\":\"canary\","
      + "\"Token\":\"canary\",\"Expiration\":\"2026-11-21T10:00:00Z\"}";
  private static final String NOT_YET = "{\"code\":\"Unavailable\",\"message\":\"The session is still being fetched.\"}";

  @TempDir
  private Path folder;

  private final List<Duration> pauses = new ArrayList<>();
  private FakeBroker broker;
  private CredentialsClient client;

  @BeforeEach
  void listen() throws IOException {
    broker = FakeBroker.at(folder.resolve("broker.sock"));
    client = new CredentialsClient(broker.socket(), Duration.ofSeconds(20), Duration.ofSeconds(10),
        pauses::add);
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
  }

  @Test
  void credentials_served_areReadWithoutShowingThem() throws Exception {
    broker.on(PATH, 200, GOOD);

    ServedCredentials served = client.credentials("deploy");

    assertThat(served.secretAccessKey()).isEqualTo("canary");
    assertThat(served.expiration()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
    assertThat(served.accountId()).isNull();
    assertThat(served).asString().doesNotContain("canary").contains("ASIA1");
  }

  @Test
  void credentials_firstSessionStillFetched_asksAgainWhenTold() throws Exception {
    broker.on(PATH, 503, NOT_YET, "Retry-After: 1").on(PATH, 503, NOT_YET, "Retry-After: 2").on(PATH, 200,
        GOOD);

    assertThat(client.credentials("deploy").accessKeyId()).isEqualTo("ASIA1");
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void credentials_neverReady_givesUpAfterTenSeconds() {
    broker.on(PATH, 503, NOT_YET, "Retry-After: 3");

    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(pauses).hasSize(3);
  }

  @Test
  void credentials_retryFarAway_givesUpAtOnce() {
    broker.on(PATH, 503, NOT_YET, "Retry-After: 60");

    assertThat(failure()).hasMessage("The session is still being fetched.");
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = { "Retry-After: soon", "Retry-After: -1",
      "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"})
  void credentials_retryAfterThatIsNoNumber_givesUpAtOnce(String header) {
    broker.on(PATH, 503, NOT_YET, header);

    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({ "400, ProfileNotFound, REFUSED", "401, Unauthorized, REFUSED", "403, AccessDenied, REFUSED",
      "403, MfaRequired, PERSON_NEEDED", "403, SignInRequired, PERSON_NEEDED",
      "404, ProfileNotFound, REFUSED",
      "404, NotFound, VERSION", "500, Internal, UNAVAILABLE", "503, Throttling, UNAVAILABLE",
      "301, X, REFUSED"})
  void credentials_notServed_kindFollowsFromStatusAndCode(int status, String code, Kind kind) {
    broker.on(PATH, status, "{\"code\":\"" + code + "\",\"message\":\"why\"}");

    assertThat(failure().kind()).isEqualTo(kind);
    assertThat(failure()).hasMessageContaining("why");
    assertThat(failure().code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      No. Ask.  | ,'remedy':'Ask.'     | No.       | Ask.
      No. Ask.  |                      | No. Ask.  | ""
      No. Ask.  | ,'remedy':''         | No. Ask.  | ""
      No. Ask.  | ,'remedy':'Other.'   | No. Ask.  | Other.
      Ask.      | ,'remedy':'Ask.'     | Ask.      | ""
      No. A\\tb. | ,'remedy':'A\\tb.'  | No.       | A?b.
      """)
  void credentials_refused_whatToDoStandsApartAndNothingIsSaidTwice(String message, @Nullable String remedy,
      String what, String hint) {
    broker.on(PATH, 403, ("{'code':'X','message':'" + message + "'" + (remedy == null ? "" : remedy) + "}")
        .replace('\'', '"'));

    assertThat(failure()).hasMessage(what);
    assertThat(failure().hint()).isEqualTo(hint);
  }

  @Test
  void credentials_pathThatTheDaemonDoesNotKnow_saysWhichSideToUpdateAlone() {
    broker.on(PATH, 404,
        "{\"code\":\"NotFound\",\"message\":\"Nothing is here. 'broker env' prints the path.\","
            + "\"remedy\":\"'broker env' prints the path.\"}");

    assertThat(failure()).hasMessage("this brokerd does not know the request: Nothing is here.");
    assertThat(failure().hint()).contains("update brokerd");
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "[]", "\"text\"", "{", "{}", "{\"Code\":\"Success\"}", "{\"Code\":1}",
      "{\"Code\":\"Success\",\"Code\":\"Success\"}", "{} {}", "{\"a\":}", "nul", "\u0000"})
  void credentials_answerThatHoldsNone_isABadAnswer(String body) {
    broker.on(PATH, 200, body);

    assertThat(failure().kind()).isEqualTo(Kind.BAD_ANSWER);
  }

  @Test
  void credentials_expirationOfAnotherForm_isABadAnswer() {
    broker.on(PATH, 200, GOOD.replace("2026-11-21T10:00:00Z", "tomorrow"));

    assertThat(failure()).hasMessageContaining("Expiration");
  }

  @Test
  void credentials_everyTruncationOfTheBody_failsWithoutShowingIt() throws Exception {
    for (int length = 0; length < GOOD.length(); length += 7) {
      String cut = GOOD.substring(0, length);
      try (var other = FakeBroker.at(folder.resolve("cut" + length)).on(PATH, 200, cut)) {
        var failure = catchThrowableOfType(BrokerException.class,
            () -> new CredentialsClient(other.socket()).credentials("deploy"));

        assertThat(failure).hasMessageNotContaining("canary").hasNoCause();
      }
    }
  }

  @Test
  void credentials_deeplyNestedAnswer_isABadAnswer() {
    broker.on(PATH, 200, "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}");

    assertThat(failure().kind()).isEqualTo(Kind.BAD_ANSWER);
  }

  @Test
  void credentialProcess_served_isByteForByteTheDaemonsAnswer() throws Exception {
    String odd = "{ \"Version\" : 1,\n \"AccessKeyId\" :\"\u00fc\" }";
    broker.on("GET /v1/credential-process/deploy", 200, odd);

    assertThat(client.credentialProcess("deploy")).asString().isEqualTo(odd);
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "hello", "{\"foo\":1}", "[\"AccessKeyId\"]", "{\"AccessKeyId",
      "<html>\"AccessKeyId\""})
  void credentialProcess_answerOfSomethingElse_isRefused(String body) {
    broker.on("GET /v1/credential-process/deploy", 200, body);

    var failure = catchThrowableOfType(BrokerException.class, () -> client.credentialProcess("deploy"));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure).hasMessageContaining("is not a brokerd").hasMessageContaining("broker.sock");
    assertThat(failure.hint()).contains("start brokerd");
  }

  private BrokerException failure() {
    var failure = catchThrowableOfType(BrokerException.class, () -> client.credentials("deploy"));
    assertThat(failure).isNotNull();
    return failure;
  }
}
