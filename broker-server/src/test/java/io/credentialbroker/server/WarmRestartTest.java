package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.sandbox.DemoWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One daemon after the other, with a sealed file between them. */
class WarmRestartTest extends AroundDaemon {
  private Path sealed;

  @BeforeEach
  void surround() throws Exception {
    Path state = Files.createDirectory(folder.resolve("state"));
    sealed = state.resolve("sessions");
    Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789abcdef");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(around.toml, "[listen]\ntcp = [\"127.0.0.1:0\"]\n[restart]\nfile = \"" + sealed
        + "\"\nkey_file = \"" + key + "\"\n");
  }

  private long assumed() {
    return around.sandbox.calls().count("sts:AssumeRole");
  }

  @Test
  void restart_sessionsHeld_areServedAgainWithTheirExpirationAndWithoutACall() throws Exception {
    JsonNode before;
    try (var daemon = around.daemon()) {
      before = around.credentials(daemon, "chain");
    }
    long calls = assumed();
    around.sandbox.refuseConnections();

    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "chain")).isEqualTo(before);
      assertThat(around.credentials(daemon, "demo").get("AccessKeyId")).isNotNull();
    }
    assertThat(assumed()).isEqualTo(calls);
  }

  @Test
  void restart_fileInTheRuntimeDirectory_isFoundThereByTheNextDaemon() throws Exception {
    Path inMemory = around.runtime.resolve("sessions");
    Files.writeString(around.toml, Files.readString(around.toml).replace(sealed.toString(),
        inMemory.toString()));
    JsonNode before;
    try (var daemon = around.daemon()) {
      before = around.credentials(daemon, "demo");
    }
    assertThat(inMemory).exists();
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "demo")).isEqualTo(before);
    }
    assertThat(assumed()).isOne();
  }

  @Test
  void restart_profileKeptWarm_isNotFetchedOnceMore() throws Exception {
    Files.writeString(around.toml, "[sessions]\nkeep_warm = [\"demo\"]\n", StandardOpenOption.APPEND);
    JsonNode before;
    try (var daemon = around.daemon()) {
      before = around.credentials(daemon, "demo");
    }
    for (int i = 0; i < 3; i++) {
      try (var daemon = around.daemon()) {
        assertThat(around.credentials(daemon, "demo")).isEqualTo(before);
      }
    }
    assertThat(assumed()).isOne();
  }

  @Test
  void sessionFetched_daemonThenKilled_isInTheFileAlready() throws Exception {
    Path copy = folder.resolve("copy");
    JsonNode before;
    try (var daemon = around.daemon()) {
      before = around.credentials(daemon, "demo");
      Eventually.within(Duration.ofSeconds(30), "a sealed file", () -> Files.exists(sealed));
      Files.copy(sealed, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.move(copy, sealed, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "demo")).isEqualTo(before);
    }
    assertThat(assumed()).isOne();
  }

  @Test
  void restart_recipeHasChanged_fetchesAnew() throws Exception {
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
    }
    Files.writeString(around.config, Files.readString(around.config).replace("role_arn = " + DemoWorld.ROLE,
        "duration_seconds = 900\nrole_arn = " + DemoWorld.ROLE));
    try (var daemon = around.daemon()) {
      var after = around.credentials(daemon, "demo");
      assertThat(Instant.parse(after.get("Expiration").asText())).isBefore(Instant.now().plusSeconds(1000));
    }
    assertThat(assumed()).isEqualTo(2);
  }

  @Test
  void restart_fileDamaged_startsColdAndServes() throws Exception {
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
    }
    byte[] bytes = Files.readAllBytes(sealed);
    bytes[bytes.length / 2] ^= 1;
    Files.write(sealed, bytes);

    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
    }
    assertThat(assumed()).isEqualTo(2);
  }

  @Test
  void sessionForgotten_restart_doesNotBringItBack() throws Exception {
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
      assertThat(around.overUnix("control.sock", "POST", "/v1/profiles/demo/forget").status()).isEqualTo(200);
    }
    assertThat(sealed).doesNotExist();
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
    }
    assertThat(assumed()).isEqualTo(2);
  }

  @Test
  void restart_clockSetAheadMeanwhile_sessionIsServedByTheTimeSinceTheBoot() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/uptime")), "the system does not say how long it has been up");
    JsonNode before;
    try (var daemon = around.daemon()) {
      before = around.credentials(daemon, "demo");
    }
    var time = new ManualTime(Instant.now().plus(Duration.ofDays(1)));
    try (var daemon = Daemon.start(around.start(new DaemonTime(time, time, time, () -> {})), () -> {})) {
      assertThat(around.credentials(daemon, "demo")).isEqualTo(before);
    }
    assertThat(assumed()).isOne();
  }

  @Test
  void keyAbsent_daemon_servesAndKeepsNothing() throws Exception {
    Files.delete(folder.resolve("key"));
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
    }
    assertThat(sealed).doesNotExist();
  }

  @Test
  void anySession_everyFileOfTheDaemon_isWithoutItsSecrets() throws Exception {
    JsonNode session;
    var texts = new ArrayList<String>();
    try (var daemon = around.daemon()) {
      session = around.credentials(daemon, "demo");
      Eventually.within(Duration.ofSeconds(30), "a sealed file", () -> Files.exists(sealed));
      texts.addAll(allFiles());
    }
    texts.addAll(allFiles());
    assertThat(texts).isNotEmpty().allSatisfy(text -> assertThat(text).doesNotContain(
        session.get("SecretAccessKey").asText(), session.get("Token").asText(),
        session.get("AccessKeyId").asText()));
  }

  private List<String> allFiles() throws IOException {
    try (var all = Files.walk(folder)) {
      var texts = new ArrayList<String>();
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(path, StandardCharsets.ISO_8859_1));
      }
      return texts;
    }
  }
}
