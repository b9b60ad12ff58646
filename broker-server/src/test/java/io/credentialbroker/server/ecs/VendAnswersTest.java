package io.credentialbroker.server.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.pipeline.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients get to see, through the whole gate. */
final class VendAnswersTest {
  private final TestBroker test = TestBroker.serving("dev").cold("cold");
  private final TestGate gate = new TestGate(test, Limits.DEFAULTS, test.time);
  private final EmbeddedGate connection = new EmbeddedGate(gate.tcp());

  private String get(String path) {
    return connection.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + gate.token
        + "\r\n\r\n");
  }

  private static JsonNode body(String answer) throws Exception {
    return new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  private static Map<String, String> texts(String answer) throws Exception {
    return body(answer).properties().stream().collect(
        Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asText()));
  }

  @Test
  void credentials_ofARole_haveEveryKeyThatSdksRead() throws Exception {
    String answer = get("/v1/credentials/dev");

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nContent-Type: application/json\r\n",
        "\r\nCache-Control: no-store\r\n");
    assertThat(texts(answer)).containsExactlyInAnyOrderEntriesOf(Map.of(
        "Code", "Success",
        "LastUpdated", "2026-01-01T00:00:00Z",
        "Type", "AWS-HMAC",
        "AccessKeyId", "AKIAdev",
        "SecretAccessKey", TestBroker.SECRET_KEY,
        "Token", TestBroker.SESSION_TOKEN,
        "Expiration", "2026-01-01T01:00:00Z",
        "RoleArn", TestBroker.roleArn("dev"),
        "AccountId", "123456789012"));
    assertThat(answer.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(10_000);
  }

  @Test
  void credentialProcess_ofARole_isVersionOneWithANumber() throws Exception {
    String answer = get("/v1/credential-process/dev");

    assertThat(body(answer).get("Version").isInt()).isTrue();
    assertThat(texts(answer)).containsExactlyInAnyOrderEntriesOf(Map.of(
        "Version", "1",
        "AccessKeyId", "AKIAdev",
        "SecretAccessKey", TestBroker.SECRET_KEY,
        "SessionToken", TestBroker.SESSION_TOKEN,
        "Expiration", "2026-01-01T01:00:00Z",
        "AccountId", "123456789012"));
  }

  @Test
  void credentials_whatIsNotKnown_isLeftOutAndNeverNull() throws Exception {
    var expiration = test.time.instant().plusSeconds(900);
    test.sessions.put(new RoleSession(test.key("cold"),
        new Credentials("AKIA", Secret.of("s"), null, expiration, null, null), test.time.instant(),
        expiration));

    assertThat(texts(get("/v1/credentials/cold"))).containsOnlyKeys("Code", "LastUpdated", "Type",
        "AccessKeyId",
        "SecretAccessKey", "Expiration", "RoleArn");
    assertThat(texts(get("/v1/credential-process/cold"))).containsOnlyKeys("Version", "AccessKeyId",
        "SecretAccessKey", "Expiration");
  }

  @Test
  void credentials_timesWithFractions_areCutToWholeSeconds() throws Exception {
    var expiration = Instant.parse("2026-01-01T00:59:59.999999999Z");
    test.sessions.put(new RoleSession(test.key("cold"),
        new Credentials("AKIA", Secret.of("s"), Secret.of("t"), expiration, null, null),
        Instant.parse("2025-12-31T23:59:59.5Z"), expiration));

    assertThat(texts(get("/v1/credentials/cold"))).containsEntry("Expiration", "2026-01-01T00:59:59Z")
        .containsEntry("LastUpdated", "2025-12-31T23:59:59Z");
  }

  @Test
  void credentials_secretThatNeedsEscaping_comesThroughUnchanged() throws Exception {
    var expiration = test.time.instant().plusSeconds(900);
    String odd = "quote\" back\\slash \u0001 \n é 🔑 </script>";
    test.sessions.put(new RoleSession(test.key("cold"),
        new Credentials("AKIA", Secret.of(odd), Secret.of(odd), expiration, null, null), test.time.instant(),
        expiration));

    assertThat(texts(get("/v1/credentials/cold"))).containsEntry("SecretAccessKey", odd).containsEntry(
        "Token",
        odd);
  }

  @Test
  void credentials_afterARefresh_areTheNewOnes() {
    assertThat(get("/v1/credentials/dev")).contains("AKIAdev");
    test.sessions.replace(test.session("dev", "AKIANEW", Duration.ofHours(1)));
    assertThat(get("/v1/credentials/dev")).contains("AKIANEW").doesNotContain("AKIAdev\"");
    assertThat(get("/v1/credential-process/dev")).contains("AKIANEW");
  }

  @Test
  void unknownProfile_anyRoute_isBadRequestSinceJavaHidesTheWordsOfA404() throws Exception {
    for (String route : new String[]{ "/v1/credentials/", "/v1/credential-process/"}) {
      String answer = get(route + "nope");
      assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("Retry-After");
      assertThat(texts(answer)).containsEntry("code", "ProfileNotFound")
          .containsEntry("Code", "ProfileNotFound")
          .hasEntrySatisfying("message", m -> assertThat(m).contains("'nope'", "broker status"))
          .containsEntry("remedy", "'broker status' lists the profiles.").containsKey("Message").hasSize(5);
    }
  }

  @Test
  void brokenProfile_asked_saysWhereItIsWrong() throws Exception {
    test.broken("bad", new ProfileProblem("/home/u/.aws/config", "bad", "role_arn",
        "is no ARN.", "Write arn:aws:iam::ACCOUNT:role/NAME."));

    assertThat(get("/v1/credentials/bad")).startsWith("HTTP/1.1 400 ");
    assertThat(texts(get("/v1/credentials/bad"))).containsEntry("code", "BadConfiguration")
        .hasEntrySatisfying("message", m -> assertThat(m).contains("/home/u/.aws/config", "bad", "role_arn"))
        .containsEntry("remedy", "Write arn:aws:iam::ACCOUNT:role/NAME.");
  }

  @ParameterizedTest
  @CsvSource({
      "UNREACHABLE, 503", "UPSTREAM_ERROR, 503", "THROTTLED, 503", "IDENTITY_PROVIDER_UNREACHABLE, 503",
      "MALFORMED_ANSWER, 503", "INTERNAL, 503",
      "EXPIRED_INPUT, 403", "ACCESS_DENIED, 403", "INVALID_KEY, 403", "SIGNATURE_MISMATCH, 403",
      "IDENTITY_REJECTED, 403", "REGION_DISABLED, 403", "POLICY_REFUSED, 403", "INVALID_PARAMETER, 403",
      "MFA_NEEDED, 403", "SIGN_IN_NEEDED, 403", "LOCAL_CONFIGURATION, 400"})
  void failure_ofEachKind_hasTheStatusThatTellsClientsWhetherToRetry(FailureReason reason, int status)
      throws Exception {
    test.sessions.fail(test.key("cold"), Failure.of(reason, "AssumeRole x", "It went wrong.", "Do this."));

    String answer = get("/v1/credentials/cold");
    assertThat(EmbeddedGate.status(answer)).isEqualTo(status);
    assertThat(answer.contains("\r\nRetry-After: ")).isEqualTo(status == 503);
    assertThat(status == 503).isEqualTo(reason.recoverable());
    String remedy = reason == FailureReason.MFA_NEEDED ? "Do this. Run: broker mfa cold" : "Do this.";
    assertThat(texts(answer)).containsEntry("remedy", remedy)
        .hasEntrySatisfying("message", m -> assertThat(m).endsWith("It went wrong. " + remedy));
  }

  @Test
  void locked_asked_namesTheCommandApart() throws Exception {
    test.broker.lock().lock(test.time.instant());
    assertThat(texts(get("/v1/credentials/dev"))).isEqualTo(Map.of("code", "Locked", "Code", "Locked",
        "message", "The broker is locked and hands nothing out. Run 'broker unlock'.",
        "Message", "The broker is locked and hands nothing out. Run 'broker unlock'.",
        "remedy", "Run 'broker unlock'."));
  }

  @Test
  void answer_sameSessionAskedAgain_isTheSameBytes() {
    assertThat(get("/v1/credentials/dev")).isEqualTo(get("/v1/credentials/dev"));
  }
}
