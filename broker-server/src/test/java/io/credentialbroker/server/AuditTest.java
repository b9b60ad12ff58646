package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.sandbox.DemoWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit of a whole daemon. */
class AuditTest extends AroundDaemon {
  private static final Duration SOON = Duration.ofSeconds(30);

  private Path file;

  @BeforeEach
  void surround() throws Exception {
    file = around.home.resolve(".local/state/credential-broker/audit.jsonl");
  }

  private List<JsonNode> records() throws IOException {
    var records = new ArrayList<JsonNode>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        records.add(new ObjectMapper().readTree(line));
      }
    }
    return records;
  }

  @Test
  void answers_ofEveryKind_areRecordedAsTheyWere() throws Exception {
    JsonNode credentials;
    String address;
    try (var daemon = around.daemon()) {
      credentials = around.credentials(daemon, "demo");
      address = String.valueOf(daemon.facts().endpoint()).replace("http://", "");
      around.overTcp(daemon, "demo", "wrong");
      around.overTcp(daemon, "nobody", around.token());
      around.overUnix("broker.sock", "GET", "/v1/credentials/demo");
      Eventually.within(SOON, "four records", () -> records().size() >= 4);
      var control = around.overUnix("control.sock", "GET", "/v1/audit").json();
      assertThat(control.get("file").asText()).isEqualTo(file.toString());
      assertThat(control.get("lost").asLong()).isZero();
    }
    var last = records().reversed();
    var unix = last.get(0);
    assertThat(unix.get("outcome").asText()).isEqualTo("granted");
    assertThat(unix.get("client").asText()).isEqualTo("user");
    assertThat(unix.get("from").asText()).isEqualTo("cache");
    assertThat(unix.get("profile").asText()).isEqualTo("demo");
    assertThat(unix.get("roleArn").asText()).isEqualTo(DemoWorld.ROLE);
    assertThat(unix.get("sessionName").asText()).isNotBlank();
    assertThat(unix.get("listener").asText()).endsWith("broker.sock");
    assertThat(unix.get("remaining").asLong()).isBetween(1L, 3_600L);
    assertThat(credentials.get("AccessKeyId").asText()).endsWith(unix.get("accessKeyIdEnd").asText());
    assertThat(unix.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(unix.get("executable").asText()).endsWith("java");
    assertThat(last.get(1).get("reason").asText()).isEqualTo("ProfileNotFound");
    assertThat(last.get(2).get("reason").asText()).isEqualTo("TOKEN_WRONG");
    assertThat(last.get(3).get("from").asText()).isEqualTo("source");
    assertThat(last.get(3).get("listener").asText()).as("any port was asked for").isEqualTo(address);
    assertThat(Files.readString(file)).doesNotContain(credentials.get("SecretAccessKey").asText())
        .doesNotContain(credentials.get("Token").asText())
        .doesNotContain(credentials.get("AccessKeyId").asText())
        .doesNotContain("wrong\"");
  }

  @Test
  void audit_switchedOff_leavesNoFile() throws Exception {
    Files.writeString(around.toml, "[listen]\ntcp = [\"127.0.0.1:0\"]\n[audit]\nenabled = false\n");
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
      assertThat(around.overUnix("control.sock", "GET", "/v1/audit").body()).isEqualTo("{}");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void audit_thatCannotBeWritten_isAProblemOfStatusAndServesAllTheSame() throws Exception {
    Files.createDirectories(file); // a folder where the file should be
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
      var problem = around.overUnix("control.sock", "GET", "/v1/status").json().at("/problems/0");
      assertThat(problem.get("file").asText()).isEqualTo(file.toString());
      assertThat(problem.get("message").asText()).contains("cannot be written", "no plain file");
      assertThat(problem.get("remedy").asText()).contains("[audit]");
    }
  }
}
