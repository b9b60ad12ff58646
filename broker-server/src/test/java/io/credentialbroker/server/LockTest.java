package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The lock and named tokens on a whole daemon. */
final class LockTest extends AroundDaemon {
  @Test
  void lock_keepAliveConnectionAndAllListeners_getNothingUntilUnlocked() throws Exception {
    try (var daemon = around.daemon();
        var open = new UnixHttp(around.runtime.resolve("broker.sock"))) {
      around.credentials(daemon, "demo");
      assertThat(open.ask("GET", "/v1/credentials/demo").status()).isEqualTo(200);
      assertThat(around.overUnix("control.sock", "POST", "/v1/lock").status()).isEqualTo(200);

      var refused = open.ask("GET", "/v1/credentials/demo");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.json().get("code").asText()).isEqualTo("Locked");
      assertThat(refused.body()).contains("broker unlock").doesNotContain("AccessKeyId");
      assertThat(around.overTcp(daemon, "demo", around.token()).statusCode()).isEqualTo(403);
      assertThat(around.overUnix("broker.sock", "GET", "/v1/credential-process/demo").status())
          .isEqualTo(403);
      assertThat(around.overUnix("broker.sock", "POST", "/v1/unlock").status()).isEqualTo(405);

      daemon.reload();
      assertThat(open.ask("GET", "/v1/credentials/demo").status()).isEqualTo(403);
      assertThat(around.overUnix("control.sock", "POST", "/v1/unlock").status()).isEqualTo(200);
      assertThat(open.ask("GET", "/v1/credentials/demo").status()).isEqualTo(200);
    }
  }

  @Test
  void lock_console_isRefusedUntilUnlock() throws Exception {
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
      around.overUnix("control.sock", "POST", "/v1/lock");
      var refused = around.overUnix("control.sock", "POST", "/v1/profiles/demo/console");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.json().get("code").asText()).isEqualTo("Locked");
      assertThat(refused.body()).contains("broker unlock").doesNotContain("url", "SigninToken");
      assertThat(around.overUnix("control.sock", "POST", "/v1/profiles/demo/refresh").status())
          .as("sessions are kept up meanwhile, and not shown").isEqualTo(200);
      around.overUnix("control.sock", "POST", "/v1/unlock");
    }
    assertThat(Files.readString(folder.resolve("home/.local/state/credential-broker/audit.jsonl")).lines()
        .filter(line -> line.contains("control.sock"))).singleElement().asString()
        .contains("\"outcome\":\"denied\",\"reason\":\"Locked\",\"client\":\"user\"", "\"profile\":\"demo\"",
            "\"pid\":" + ProcessHandle.current().pid(), "\"form\":\"console\"");
  }

  @Test
  void lock_restartedDaemon_isStillLocked() throws Exception {
    try (var _ = around.daemon()) {
      around.overUnix("control.sock", "POST", "/v1/lock");
    }
    try (var daemon = around.daemon()) {
      assertThat(around.overTcp(daemon, "demo", around.token()).statusCode()).isEqualTo(403);
      assertThat(around.overUnix("control.sock", "GET", "/v1/status").json().has("lockedSince")).isTrue();
      around.overUnix("control.sock", "POST", "/v1/unlock");
    }
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
    }
  }

  @Test
  void unlock_sandbox_leavesTheRealDaemonLocked() throws Exception {
    try (var _ = around.daemon()) {
      around.overUnix("control.sock", "POST", "/v1/lock");
    }
    try (var _ = around.sandboxed()) {
      assertThat(around.overUnix("control.sock", "GET", "/v1/status").json().has("lockedSince")).isFalse();
      around.overUnix("control.sock", "POST", "/v1/lock");
      around.overUnix("control.sock", "POST", "/v1/unlock");
    }
    try (var daemon = around.daemon()) {
      assertThat(around.overTcp(daemon, "demo", around.token()).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void token_namedByOneDaemon_isGoodAtTheNextForItsProfilesOnly() throws Exception {
    String token;
    try (var daemon = around.daemon(); var control = new UnixHttp(around.runtime.resolve("control.sock"))) {
      around.credentials(daemon, "demo");
      token = control.ask("POST", "/v1/tokens", "{\"name\":\"ci\",\"profiles\":[\"de*\"]}").json()
          .get("token")
          .asText();
      assertThat(around.overTcp(daemon, "demo", token).statusCode()).isEqualTo(200);
    }
    assertThat(Files.readString(folder.resolve("state/tokens.json"))).doesNotContain(token);
    try (var daemon = around.daemon(); var control = new UnixHttp(around.runtime.resolve("control.sock"))) {
      around.credentials(daemon, "demo");
      assertThat(around.overTcp(daemon, "demo", token).statusCode()).isEqualTo(200);
      assertThat(around.overTcp(daemon, "keys", token).statusCode()).isEqualTo(403);
      assertThat(control.ask("POST", "/v1/tokens/revoke", "{\"name\":\"ci\"}").status()).isEqualTo(200);
      assertThat(around.overTcp(daemon, "demo", token).statusCode()).isEqualTo(401);
    }
  }
}
