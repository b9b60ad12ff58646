package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
  @Test
  void on_signalOfOurOwn_runsTheAction() throws Exception {
    var seen = new CountDownLatch(1);
    assertThat(Signals.on("USR2", seen::countDown)).isTrue();
    new ProcessBuilder("kill", "-USR2", Long.toString(ProcessHandle.current().pid())).start().waitFor();
    assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void on_unknownSignal_saysNo() {
    assertThat(Signals.on("NOSUCH", () -> {})).isFalse();
  }
}
