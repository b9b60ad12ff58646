package io.credentialbroker.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.server.pipeline.VendObserver.Turned;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateLogTest {
  @AfterEach
  void silence() {
    LogManager.getLogManager().reset();
  }

  @Test
  void turnedAway_aThousandTimes_isFourLines() {
    var bytes = new ByteArrayOutputStream();
    Log.to(new PrintStream(bytes, true, StandardCharsets.UTF_8), Log.Format.TEXT, false);
    var log = new GateLog();
    for (int i = 0; i < 1000; i++) {
      log.turnedAway("127.0.0.1:9780", new Caller.Peer(4711, 1), Turned.PEER);
    }
    log.turnedAway("127.0.0.1:9780", null, Turned.TOO_MANY);
    var lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.getFirst()).contains("uid 4711");
    assertThat(lines.getLast()).contains("too many connections");
  }
}
