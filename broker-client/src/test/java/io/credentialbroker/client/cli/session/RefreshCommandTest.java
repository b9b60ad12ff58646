package io.credentialbroker.client.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.client.FakeBroker;
import io.credentialbroker.client.cli.BrokerCommand;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code broker refresh} against a daemon that takes its time. */
@Timeout(60)
final class RefreshCommandTest {
  @TempDir
  private Path folder;

  @Test
  void refresh_noAnswerForASecond_saysThatItGoesOnAndThenHowItEnded() throws Exception {
    var err = new ByteArrayOutputStream();
    try (var broker = FakeBroker.at(folder.resolve("control.sock"))) {
      broker.onceTold("POST /v1/profiles/hung/refresh",
          () -> err.toString(StandardCharsets.UTF_8).contains("still waiting"), FakeBroker.http(503,
              "{\"code\":\"UNREACHABLE\",\"message\":\"AssumeRole x: No answer within 10 seconds.\"}"));
      int code = BrokerCommand.run(new String[]{ "refresh", "hung"},
          new Surroundings(Map.of("CREDENTIAL_BROKER_RUNTIME_DIR", folder.toString()),
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8), false, null, millis -> true));
      assertThat(code).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(err.toString(StandardCharsets.UTF_8).lines()).containsExactly(
          "note: hung: still waiting for AWS; brokerd tries three times, half a minute at most",
          "error: AssumeRole x: No answer within 10 seconds.");
    }
  }
}
