package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Ticker;
import io.credentialbroker.core.time.SystemTimers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkGlobalTime;

/** A machine whose clock is wrong by more than AWS takes, against an AWS that verifies signatures and dates. */
class WrongClockTest {
  @TempDir
  Path folder;
  private DaemonFixture around;

  @BeforeEach
  void surround() throws Exception {
    around = new DaemonFixture(folder);
  }

  @AfterEach
  void end() {
    around.close();
    SdkGlobalTime.setGlobalTimeOffset(0); // what the SDK itself has learned, in the whole process
  }

  private long assumed() {
    return around.sandbox.calls().count("sts:AssumeRole");
  }

  /** A daemon whose clock is ahead of AWS's, or behind it. */
  private Daemon daemonAhead(Duration ahead) throws Exception {
    var timers = new SystemTimers();
    return Daemon.start(around.start(new DaemonTime(() -> Instant.now().plus(ahead), Ticker.systemTicker(),
        timers, timers::close)), () -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = { "PT1H", "-PT1H", "P1D", "-P1D"})
  void sessions_clockIsOff_areFetchedAndKeptByAwsTime(Duration ahead) throws Exception {
    try (var daemon = daemonAhead(ahead)) {
      JsonNode first = around.credentials(daemon, "chain");
      assertThat(Instant.parse(first.get("Expiration").asText())).isBetween(
          Instant.now().plus(Duration.ofMinutes(30)), Instant.now().plus(Duration.ofMinutes(61)));
      assertThat(assumed()).as("one is refused and teaches the time; then the base and the role")
          .isEqualTo(3);

      for (int i = 0; i < 5; i++) {
        assertThat(around.credentials(daemon, "chain")).isEqualTo(first);
      }
      assertThat(assumed()).as("what is held is valid, whatever this machine's clock says").isEqualTo(3);
      assertThat(around.status("chain").get("state").asText()).isEqualTo("FRESH");
    }
  }

  @Test
  void sessions_secretIsWrongAndClockIsOff_areRefusedAfterTwoCalls() throws Exception {
    around.append("wrong", "aws_access_key_id = AKIASANDBOXDEMOUSER0\n"
        + "aws_secret_access_key = not/the/secret/0000000000000000000000000\n");
    around.append("over", "role_arn = " + io.credentialbroker.sandbox.DemoWorld.ROLE
        + "\nsource_profile = wrong\n");
    try (var daemon = daemonAhead(Duration.ofHours(1))) {
      var refused = around.refused(daemon, "over");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("secret access key").doesNotContain("not/the/secret");
      assertThat(assumed()).isEqualTo(2);
    }
  }
}
