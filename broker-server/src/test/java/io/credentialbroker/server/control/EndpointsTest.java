package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.caller.Client;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
  @TempDir
  Path folder;
  private ControlFixture control;

  @BeforeEach
  void open() throws Exception {
    control = new ControlFixture(folder);
  }

  @Test
  void environment_knownProfile_pointsAnSdkAtIt() {
    var reply = control.ask("GET", "/v1/profiles/deploy/environment");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"environment\":{"
        + "\"AWS_CONTAINER_CREDENTIALS_FULL_URI\":\"http://127.0.0.1:9780/v1/credentials/deploy\","
        + "\"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE\":\"/run/token\",\"AWS_REGION\":\"eu-central-1\","
        + "\"AWS_DEFAULT_REGION\":\"eu-central-1\"}}");
  }

  @Test
  void environment_onTheSandbox_pointsAtItsEndpointToo() {
    control.sandbox = URI.create("http://127.0.0.1:4567");
    var reply = control.ask("GET", "/v1/profiles/deploy/environment");
    assertThat(reply.json().at("/environment/AWS_ENDPOINT_URL").asText()).isEqualTo("http://127.0.0.1:4567");
  }

  @Test
  void environment_oddName_isDecodedOnceAndEncodedAgain() {
    var reply = control.ask("GET", "/v1/profiles/gr%C3%B6%C3%9Fe%20%2F1%2A~/environment");
    assertThat(reply.json().at("/environment/AWS_CONTAINER_CREDENTIALS_FULL_URI").asText())
        .isEqualTo("http://127.0.0.1:9780/v1/credentials/gr%C3%B6%C3%9Fe%20%2F1%2A~");
    assertThat(reply.json().get("environment").has("AWS_REGION")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({ "nobody,404,ProfileNotFound", "old,422,BadConfiguration", "%64eploy,200,",
      "%2564eploy,404,ProfileNotFound",
      "%zz,400,InvalidProfileName", "%C3,400,InvalidProfileName", "a%,400,InvalidProfileName",
      "%00,400,InvalidProfileName"})
  void environment_otherNames_areAnsweredByStatusAndCode(String name, int status, String code) {
    var reply = control.ask("GET", "/v1/profiles/" + name + "/environment");
    assertThat(reply.status()).isEqualTo(status);
    if (code != null) {
      assertThat(reply.json().get("code").asText()).isEqualTo(code);
      assertThat(reply.json().get("Code").asText()).isEqualTo(code);
      assertThat(reply.json().get("message")).isEqualTo(reply.json().get("Message"));
    }
  }

  @Test
  void environment_withoutTcp_saysWhichKeyToSet() {
    control.endpoint = null;
    var reply = control.ask("GET", "/v1/profiles/deploy/environment");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.json().get("message").asText()).contains("listen.tcp");
  }

  @Test
  void exec_whileConnected_theTokenIsGoodForThatProfileOnly() throws Exception {
    var connection = control.connect();
    var reply = control.ask(connection, "POST", "/v1/profiles/deploy/exec");
    var file = Path.of(reply.json().at("/environment/AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").asText());
    Client client = control.tokens.authenticate(Files.readString(file), null);
    assertThat(client).isNotNull();
    assertThat(client.token().value()).isEqualTo(reply.json().get("tokenId").asText());
    assertThat(client.grant().allows(ControlFixture.DEPLOY)).isTrue();
    assertThat(client.grant().allows(new ProfileName("other"))).isFalse();
  }

  @Test
  void exec_connectionSilentForADay_keepsTheToken() {
    var connection = control.connect();
    control.ask(connection, "POST", "/v1/profiles/deploy/exec");
    connection.advanceTimeBy(1, java.util.concurrent.TimeUnit.DAYS);
    connection.runScheduledPendingTasks();
    assertThat(connection.isOpen()).isTrue();
    assertThat(control.tokens.clients()).hasSize(1);
  }

  @Test
  void exec_connectionClosed_revokesTheTokenAndRemovesItsFile() throws Exception {
    var connection = control.connect();
    var reply = control.ask(connection, "POST", "/v1/profiles/deploy/exec");
    var file = Path.of(reply.json().at("/environment/AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").asText());
    String token = Files.readString(file);
    connection.close().sync();
    assertThat(control.tokens.authenticate(token, null)).isNull();
    assertThat(file).doesNotExist();
  }

  @Test
  void exec_unknownProfile_makesNoToken() {
    assertThat(control.ask("POST", "/v1/profiles/nobody/exec").status()).isEqualTo(404);
    assertThat(control.tokens.clients()).isEmpty();
  }

  @Test
  void refresh_thatSucceeds_tellsTheExpirationAndNoCredentials() {
    var reply = control.ask("POST", "/v1/profiles/deploy/refresh");
    assertThat(reply.text()).isEqualTo("{\"profile\":\"deploy\",\"expiration\":\"2026-01-01T01:00:00Z\","
        + "\"arn\":\"arn:aws:sts::123456789012:assumed-role/deploy/alice\"}");
  }

  @ParameterizedTest
  @CsvSource({ "ACCESS_DENIED,403", "MFA_NEEDED,403", "LOCAL_CONFIGURATION,422", "THROTTLED,503",
      "UNREACHABLE,503"})
  void refresh_thatFails_isAnsweredByStatus(FailureReason reason, int status) {
    control.sessions.failure = new Failure(reason, "AssumeRole", "No.", "Do this.", null,
        Duration.ofSeconds(7));
    var reply = control.ask("POST", "/v1/profiles/deploy/refresh");
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().get("message").asText()).contains("No. Do this.");
    assertThat(reply.head().contains("retry-after: 7") || reply.head().contains("Retry-After: 7"))
        .isEqualTo(status == 503);
  }

  @ParameterizedTest
  @CsvSource({ "nobody,404", "old,422"})
  void refresh_profileThatCannotBeServed_isAnsweredByStatus(String name, int status) {
    assertThat(control.ask("POST", "/v1/profiles/" + name + "/refresh").status()).isEqualTo(status);
  }

  @Test
  void forget_heldSession_dropsItAndCounts() {
    control.sessions.hold(control.deployKey);
    assertThat(control.ask("POST", "/v1/profiles/deploy/forget").text()).isEqualTo("{\"forgotten\":1}");
    assertThat(control.sessions.forgotten).containsExactly(control.deployKey);
  }

  @Test
  void forget_nothingHeld_countsNone() {
    assertThat(control.ask("POST", "/v1/profiles/deploy/forget").text()).isEqualTo("{\"forgotten\":0}");
    assertThat(control.ask("POST", "/v1/profiles/nobody/forget").status()).isEqualTo(404);
  }

  @Test
  void forgetAll_someHeld_dropsAllAndCountsThem() {
    control.sessions.hold(control.deployKey);
    assertThat(control.ask("POST", "/v1/forget").text()).isEqualTo("{\"forgotten\":1}");
    assertThat(control.sessions.forgotten).hasSize(3);
  }

  @Test
  void reload_withProblems_tellsThem() {
    control.problems.add(ControlFixture.BROKEN);
    var reply = control.ask("POST", "/v1/reload");
    assertThat(control.reloads).isEqualTo(1);
    assertThat(reply.json().at("/problems/0/remedy").asText()).isEqualTo("Mend it.");
  }

  @Test
  void reload_brokenProfiles_areNamedEachMistakeOnce() {
    var reply = control.ask("POST", "/v1/reload");
    assertThat(reply.json().get("problems").findValuesAsText("profile"))
        .containsExactly(ControlFixture.BROKEN.profile());
  }
}
