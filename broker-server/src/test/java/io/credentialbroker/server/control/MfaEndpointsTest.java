package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionStatus;
import io.credentialbroker.server.control.ControlFixture.Reply;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MfaEndpointsTest {
  @TempDir
  Path folder;
  private ControlFixture control;
  private SessionKey codeKey;

  @BeforeEach
  void open() throws Exception {
    control = new ControlFixture(folder);
    codeKey = control.serveMfa();
  }

  @Test
  void list_deviceThatNobodyAskedFor_isIdleWithItsProfiles() {
    assertThat(control.ask("GET", "/v1/mfa").text()).isEqualTo("{\"devices\":[{\"serial\":\""
        + ControlFixture.SERIAL
        + "\",\"state\":\"IDLE\",\"profiles\":[\"one\",\"two\"],\"command\":false}]}");
  }

  @Test
  void list_heldSession_tellsWhenTheNextCodeIsDue() {
    control.sessions.hold(codeKey);
    var device = control.ask("GET", "/v1/mfa").json().at("/devices/0");
    assertThat(device.get("state").asText()).isEqualTo("HELD");
    assertThat(device.get("due").asText()).isEqualTo("2026-01-01T01:00:00Z");
    control.time.advance(java.time.Duration.ofMinutes(31));
    assertThat(control.ask("GET", "/v1/mfa").json().at("/devices/0/state").asText()).isEqualTo("DUE_SOON");
  }

  @Test
  void status_heldSessionOfACode_hasMfaDueForEveryProfileBehindIt() {
    control.sessions.hold(codeKey);
    var profiles = control.ask("GET", "/v1/status").json().get("profiles");
    assertThat(profiles.findValuesAsText("mfaDue")).containsExactly("2026-01-01T01:00:00Z",
        "2026-01-01T01:00:00Z");
    assertThat(profiles.get(0).has("mfaDue")).as("a profile without a device").isFalse();
  }

  @Test
  void status_missingCode_namesTheCommandOfEachProfile() {
    var failure = Failure.of(FailureReason.MFA_NEEDED, "x", "A code is needed.", "Run: broker mfa");
    for (var name : new String[]{ "one", "two"}) {
      var key = Objects.requireNonNull(control.broker.keyOf(new ProfileName(name)));
      control.sessions.standing.put(key,
          new SessionStatus(key, "x", SessionStatus.State.MFA_NEEDED, null, null,
              failure, 1, null));
    }
    var profiles = control.ask("GET", "/v1/status").json().get("profiles");
    assertThat(profiles.findValuesAsText("remedy")).contains("Run: broker mfa one", "Run: broker mfa two");
  }

  @ParameterizedTest
  @ValueSource(strings = { "\"profile\":\"one\"", "\"serial\":\"" + ControlFixture.SERIAL + "\""})
  void give_goodCode_tellsWhomItServesAndUntilWhen(String target) {
    var reply = give("{" + target + ",\"code\":\"123456\"}");
    assertThat(reply.text()).isEqualTo("{\"serial\":\"" + ControlFixture.SERIAL
        + "\",\"expiration\":\"2026-01-01T01:00:00Z\",\"profiles\":[\"one\",\"two\"]}");
    assertThat(control.retries).isEqualTo(1);
  }

  @Test
  void give_codeThatStsRefuses_passesItsReasonOn() {
    control.sessions.failure = new Failure(FailureReason.MFA_NEEDED, "GetSessionToken",
        "MultiFactorAuthentication failed.", "Give the next one.", "AccessDenied", null);
    var reply = give("{\"profile\":\"one\",\"code\":\"123456\"}");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().get("code").asText()).isEqualTo("MfaCodeRefused");
    assertThat(reply.json().get("message").asText())
        .isEqualTo("GetSessionToken: MultiFactorAuthentication failed. Give the next one.");
    assertThat(reply.json().get("remedy").asText()).isEqualTo("Give the next one.");
    assertThat(control.retries).isZero();
  }

  @Test
  void give_upstreamGone_isWorthTryingAgain() {
    control.sessions.failure = Failure.of(FailureReason.UNREACHABLE, "GetSessionToken", "Gone.", "Wait.");
    assertThat(give("{\"profile\":\"one\",\"code\":\"123456\"}").status()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({ "nobody,404,ProfileNotFound", "old,422,BadConfiguration", "deploy,409,NoMfaDevice"})
  void give_otherProfiles_areAnsweredByStatusAndCode(String profile, int status, String code) {
    var reply = give("{\"profile\":\"" + profile + "\",\"code\":\"123456\"}");
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().get("code").asText()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = { "12345", "1234567", "12345a", " 123456", "١٢٣٤٥٦", ""})
  void give_notSixDigits_isRefusedBeforeAnyCall(String code) {
    control.sessions.failure = Failure.of(FailureReason.INTERNAL, "x", "Called.", "");
    var reply = give("{\"profile\":\"one\",\"code\":\"" + code + "\"}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("code").asText()).isEqualTo("NotACode");
  }

  @ParameterizedTest
  @ValueSource(strings = { "{}", "{\"code\":\"123456\"}", "{\"code\":123456,\"profile\":\"one\"}",
      "{\"profile\":\"one\"}", "{\"profile\":\"one\",\"serial\":\"x\",\"code\":\"123456\"}",
      "{\"profile\":\"one\",\"code\":\"123456\",\"more\":1}", "{\"profile\":\"\",\"code\":\"123456\"}",
      "{\"serial\":\"arn:aws:iam::1:mfa/other\",\"code\":\"123456\"}"})
  void give_otherBodies_areRefused(String body) {
    var reply = give(body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).doesNotContain("123456");
  }

  private Reply give(String body) {
    return control.send(control.connect(), "POST /v1/mfa HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
  }
}
