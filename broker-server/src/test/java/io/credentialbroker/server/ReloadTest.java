package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.DemoWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReloadTest extends AroundDaemon {
  /** Two seconds are promised; the machine of a build may be busy. */
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String LISTEN = "[listen]\ntcp = [\"127.0.0.1:0\"]\n";

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
  void profileAdded_isServedWithoutRestart_andLiveSessionsStay() throws Exception {
    var before = around.credentials(daemon, "demo");
    Files.writeString(around.config,
        around.role("added", DemoWorld.ROLE, "keys", "role_session_name = added"),
        StandardOpenOption.APPEND);
    Eventually.within(SOON, "the new profile",
        () -> around.overTcp(daemon, "added", around.token()).statusCode() == 200);
    assertThat(around.credentials(daemon, "demo").get("AccessKeyId")).isEqualTo(before.get("AccessKeyId"));
  }

  @Test
  void sharedFileBroken_keepsServing_andSaysSo() throws Exception {
    String good = Files.readString(around.config);
    var before = around.credentials(daemon, "demo");
    Files.writeString(around.config, "[profile demo\nnonsense");
    Eventually.within(SOON, "a problem in the status", () -> status().get("problems").size() == 1);
    assertThat(status().at("/problems/0/file").asText()).contains(around.config.toString());
    var unknown = around.overUnix("control.sock", "GET", "/v1/profiles/unheard-of/explain");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().get("message").asText()).contains(around.config.toString(), "is malformed",
        "line 1");
    assertThat(around.credentials(daemon, "demo").get("AccessKeyId")).isEqualTo(before.get("AccessKeyId"));
    Files.writeString(around.config, good);
    Eventually.within(SOON, "no problem any more", () -> status().get("problems").isEmpty());
  }

  @Test
  void profileGivenAMistake_isServedAsLastRead_andSaysSo_untilMended() throws Exception {
    String good = Files.readString(around.config);
    var before = around.credentials(daemon, "demo");
    Files.writeString(around.config, good.replace("source_profile = keys\n",
        "source_profile = keys\nduration_seconds = 1\n"));
    Eventually.within(SOON, "the problem beside the state", () -> profile("demo").has("problem"));
    assertThat(profile("demo").get("state").asText()).isEqualTo("FRESH");
    assertThat(profile("demo").at("/problem/key").asText()).isEqualTo("duration_seconds");
    assertThat(around.credentials(daemon, "demo").get("AccessKeyId")).isEqualTo(before.get("AccessKeyId"));
    assertThat(around.overUnix("control.sock", "GET", "/v1/profiles/demo/explain").json()
        .get("servedAsLastRead").asBoolean()).isTrue();
    Files.writeString(around.config, good.replace("source_profile = keys\n",
        "source_profile = keys\nduration_seconds = 1800\n"));
    Eventually.within(SOON, "no problem any more", () -> !profile("demo").has("problem"));
    var mended = around.credentials(daemon, "demo");
    assertThat(mended.get("AccessKeyId")).isNotEqualTo(before.get("AccessKeyId"));
    assertThat(Instant.parse(mended.get("Expiration").asText()))
        .isBefore(Instant.now().plus(Duration.ofMinutes(31)));
  }

  @Test
  void profileDeleted_isGone() throws Exception {
    around.credentials(daemon, "demo");
    Files.writeString(around.config, "");
    Eventually.within(SOON, "404", () -> around.overTcp(daemon, "demo", around.token()).statusCode() == 400);
    assertThat(status().get("profiles").findValuesAsText("name")).containsExactly("keys");
  }

  @Test
  void explain_chain_isTheTreeDownToTheKeysWithLines() throws Exception {
    var reply = around.overUnix("control.sock", "GET", "/v1/profiles/chain/explain");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/recipe/step").asText()).isEqualTo("AssumeRole " + DemoWorld.PARTNER_ROLE);
    assertThat(reply.json().at("/recipe/settings/0/origin").asText()).startsWith(around.config + ":");
    assertThat(reply.json().at("/recipe/base/base/step").asText())
        .isEqualTo("static keys " + DemoWorld.KEY_ID);
    assertThat(reply.body()).doesNotContain(DemoWorld.SECRET);
  }

  @Test
  void tomlBroken_keepsTheLastGoodSettings_andSaysSo() throws Exception {
    Files.writeString(around.toml, LISTEN + "[profiles]\nexcluded = [\"demo\"]\n");
    Eventually.within(SOON, "a problem in the status", () -> status().get("problems").size() == 1);
    assertThat(status().at("/problems/0/remedy").asText()).isEqualTo("Did you mean 'exclude'?");
    assertThat(status().get("profiles").findValuesAsText("name")).contains("demo");
  }

  @Test
  void tomlChanged_isInForce() throws Exception {
    Files.writeString(around.toml, LISTEN + "[profiles]\nexclude = [\"demo\"]\n");
    Eventually.within(SOON, "demo is gone",
        () -> !status().get("profiles").findValuesAsText("name").contains("demo"));
    // Still the source of another.
    assertThat(around.credentials(daemon, "chain").get("AccountId").asText())
        .isEqualTo(DemoWorld.PARTNER_ACCOUNT);
  }

  @Test
  void listenChanged_asksForARestart() throws Exception {
    Files.writeString(around.toml, "[listen]\ntcp = []\n");
    daemon.reload();
    assertThat(status().at("/problems/0/remedy").asText()).isEqualTo("Restart brokerd.");
    Files.writeString(around.toml, LISTEN);
    assertThat(daemon.reload()).isEmpty();
  }

  @Test
  void tokenFileReplaced_newTokenCountsAndOldDoesNot() throws Exception {
    Path file = token("a".repeat(43));
    Files.writeString(around.toml, LISTEN + "[[client]]\nname = \"ci\"\ntoken_file = \"" + file
        + "\"\nprofiles = [\"demo\"]\n");
    assertThat(daemon.reload()).isEmpty();
    around.credentials(daemon, "demo");
    assertThat(around.overTcp(daemon, "demo", "a".repeat(43)).statusCode()).isEqualTo(200);
    token("b".repeat(43));
    Eventually.within(SOON, "the new token",
        () -> around.overTcp(daemon, "demo", "b".repeat(43)).statusCode() == 200);
    assertThat(around.overTcp(daemon, "demo", "a".repeat(43)).statusCode()).isEqualTo(401);
  }

  @Test
  void reloadOverControl_readsNow_andTellsProblems() throws Exception {
    Files.writeString(around.toml, "nonsense");
    var reply = around.overUnix("control.sock", "POST", "/v1/reload");
    assertThat(reply.json().at("/problems/0/message").asText()).contains("not TOML");
  }

  private Path token(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("ci.token"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private com.fasterxml.jackson.databind.JsonNode profile(String name) throws Exception {
    for (var one : status().get("profiles")) {
      if (one.get("name").asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no profile " + name);
  }

  private com.fasterxml.jackson.databind.JsonNode status() throws Exception {
    return around.overUnix("control.sock", "GET", "/v1/status").json();
  }
}
