package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlSocketTest extends AroundDaemon {
  private static final Duration SOON = Duration.ofSeconds(30);

  private Daemon daemon;

  @BeforeEach
  void begin() throws Exception {
    daemon = around.daemon();
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
  }

  @Test
  void status_afterAFetch_showsTheSessionAndNoSecret() throws Exception {
    var held = around.credentials(daemon, "demo");
    var reply = around.overUnix("control.sock", "GET", "/v1/status");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("profiles").findValuesAsText("name")).containsExactly("chain", "demo",
        "keys");
    var demo = reply.json().get("profiles").get(1);
    assertThat(demo.get("state").asText()).isEqualTo("FRESH");
    assertThat(demo.get("accessKeyId")).isEqualTo(held.get("AccessKeyId"));
    assertThat(reply.body()).doesNotContain(held.get("SecretAccessKey").asText(), held.get("Token").asText(),
        around.token());
  }

  @Test
  void control_neverServesCredentials_andBrokerNeverServesControl() throws Exception {
    assertThat(around.overUnix("control.sock", "GET", "/v1/credentials/demo").status()).isEqualTo(404);
    assertThat(around.overUnix("broker.sock", "GET", "/v1/status").status()).isEqualTo(404);
  }

  @Test
  void exec_tokenInItsFile_worksWhileTheConnectionLives() throws Exception {
    around.credentials(daemon, "demo");
    String token;
    Path file;
    try (var connection = new UnixHttp(around.runtime.resolve("control.sock"))) {
      var reply = connection.ask("POST", "/v1/profiles/demo/exec");
      assertThat(reply.status()).isEqualTo(200);
      var variables = reply.json().get("environment");
      file = Path.of(variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").asText());
      token = Files.readString(file);
      assertThat(variables.get("AWS_CONTAINER_CREDENTIALS_FULL_URI").asText())
          .isEqualTo(daemon.facts().endpoint() + "/v1/credentials/demo");
      assertThat(variables.get("AWS_REGION").asText()).isEqualTo("eu-central-1");
      assertThat(around.overTcp(daemon, "demo", token).statusCode()).isEqualTo(200);
      assertThat(around.overTcp(daemon, "keys", token).statusCode()).isEqualTo(403);
    }
    Eventually.within(SOON, "the token is refused",
        () -> around.overTcp(daemon, "demo", token).statusCode() == 401);
    Eventually.within(SOON, "its file is gone", () -> !Files.exists(file));
  }

  @Test
  void refresh_heldSession_isReplaced() throws Exception {
    var before = around.credentials(daemon, "demo");
    var reply = around.overUnix("control.sock", "POST", "/v1/profiles/demo/refresh");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("arn").asText()).contains("assumed-role/demo/");
    assertThat(around.credentials(daemon, "demo").get("AccessKeyId")).isNotEqualTo(before.get("AccessKeyId"));
  }

  @Test
  void forget_heldSession_nextAnswerIsAFreshOne() throws Exception {
    var before = around.credentials(daemon, "demo");
    assertThat(around.overUnix("control.sock", "POST", "/v1/profiles/demo/forget").body())
        .isEqualTo("{\"forgotten\":1}");
    assertThat(around.credentials(daemon, "demo").get("AccessKeyId")).isNotEqualTo(before.get("AccessKeyId"));
  }
}
