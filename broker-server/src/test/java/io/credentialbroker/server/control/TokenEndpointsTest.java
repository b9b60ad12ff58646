package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.ProfileName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenEndpointsTest {
  @TempDir
  Path folder;
  private ControlFixture control;

  @BeforeEach
  void open() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    control = new ControlFixture(folder);
  }

  private ControlFixture.Reply post(String path, String body) {
    return control.send(control.connect(), "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + body.length() + "\r\n\r\n" + body);
  }

  @Test
  void create_everyTerm_isInForceAndListedWithoutTheToken() {
    var made = post("/v1/tokens",
        "{\"name\":\"ci\",\"profiles\":[\"dev-*\"],\"seconds\":3600,\"uses\":2}");
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().get("expires").asText()).isEqualTo("2026-01-01T01:00:00Z");
    String token = made.json().get("token").asText();
    var client = control.tokens.authenticate(token, null);
    assertThat(client).isNotNull();
    assertThat(client.grant().allows(new ProfileName("dev-1"))).isTrue();
    assertThat(client.grant().allows(ControlFixture.DEPLOY)).isFalse();

    var list = control.ask("GET", "/v1/tokens");
    assertThat(list.text())
        .isEqualTo("{\"tokens\":[{\"name\":\"ci\",\"id\":\"" + made.json().get("id").asText()
            + "\",\"created\":\"2026-01-01T00:00:00Z\",\"profiles\":[\"dev-*\"],\"uids\":[],"
            + "\"expires\":\"2026-01-01T01:00:00Z\",\"uses\":2,\"usesLeft\":1}]}");
    control.time.advance(Duration.ofHours(1));
    assertThat(control.tokens.authenticate(token, null)).isNull();
    assertThat(control.ask("GET", "/v1/tokens").text()).isEqualTo("{\"tokens\":[]}");
  }

  @Test
  void create_nameOnly_isForEverythingAndForEver() {
    var made = post("/v1/tokens", "{\"name\":\"all\"}");
    assertThat(made.json().has("expires")).isFalse();
    control.time.advance(Duration.ofDays(10_000));
    assertThat(control.tokens.authenticate(made.json().get("token").asText(), null)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = { "{}", "{\"name\":\"\"}", "{\"name\":\"a b\"}", "{\"name\":7}",
      "{\"name\":\"x\",\"profiles\":\"dev\"}", "{\"name\":\"x\",\"profiles\":[\"\"]}",
      "{\"name\":\"x\",\"profiles\":[1]}",
      "{\"name\":\"x\",\"uids\":[-1]}", "{\"name\":\"x\",\"uids\":[\"root\"]}",
      "{\"name\":\"x\",\"seconds\":0}",
      "{\"name\":\"x\",\"seconds\":1.5}", "{\"name\":\"x\",\"seconds\":99999999999}",
      "{\"name\":\"x\",\"uses\":0}",
      "{\"name\":\"x\",\"more\":1}"})
  void create_malformedWish_isRefusedAndMakesNone(String body) {
    assertThat(post("/v1/tokens", body).status()).isEqualTo(400);
    assertThat(control.tokens.clients()).isEmpty();
  }

  @Test
  void create_takenNames_areRefused() {
    post("/v1/tokens", "{\"name\":\"ci\"}");
    for (String name : new String[]{ "ci", "build"}) {
      var reply = post("/v1/tokens", "{\"name\":\"" + name + "\"}");
      assertThat(reply.status()).isEqualTo(409);
      assertThat(reply.json().get("code").asText()).isEqualTo("NameTaken");
    }
  }

  @Test
  void revoke_byName_refusesTheTokenAtOnce() {
    var made = post("/v1/tokens", "{\"name\":\"ci\"}").json();
    assertThat(post("/v1/tokens/revoke", "{\"name\":\"ci\"}").json().get("id")).isEqualTo(made.get("id"));
    assertThat(control.tokens.authenticate(made.get("token").asText(), null)).isNull();
    assertThat(post("/v1/tokens/revoke", "{\"name\":\"ci\"}").json().get("code").asText())
        .isEqualTo("TokenNotFound");
    assertThat(post("/v1/tokens/revoke", "{}").status()).isEqualTo(400);
  }

  @Test
  void lock_andUnlock_areInForceKeptAndShown() {
    assertThat(control.ask("POST", "/v1/lock").text()).isEqualTo("{\"locked\":true}");
    assertThat(control.broker.lock().isLocked()).isTrue();
    control.time.advance(Duration.ofMinutes(1));
    assertThat(control.ask("POST", "/v1/lock").status()).isEqualTo(200);
    assertThat(control.ask("GET", "/v1/status").json().get("lockedSince").asText())
        .isEqualTo("2026-01-01T00:00:00Z");
    assertThat(control.ask("POST", "/v1/unlock").text()).isEqualTo("{\"locked\":false}");
    assertThat(control.broker.lock().isLocked()).isFalse();
    assertThat(control.ask("GET", "/v1/status").json().has("lockedSince")).isFalse();
    assertThat(control.kept).containsExactly(true, true, false);
  }
}
