package io.credentialbroker.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PeerExecutablesTest {
  private final PeerExecutables executables = PeerExecutables.ofThisMachine();
  private final int own = Math.toIntExact(ProcessHandle.current().pid());

  @Test
  void of_ownProcess_isJava() {
    assertThat(executables.of(own, Instant.now().toEpochMilli())).endsWith("java");
  }

  @Test
  void of_processThatBeganLater_isNotTheOneThatWasSeen() {
    long before = ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(5).toEpochMilli();
    assertThat(executables.of(own, before)).isNull();
  }

  @Test
  void of_processThatHasEnded_isUnknown() throws Exception {
    var process = new ProcessBuilder("true").start();
    process.waitFor();
    assertThat(executables.of(Math.toIntExact(process.pid()), Instant.now().toEpochMilli())).isNull();
  }
}
