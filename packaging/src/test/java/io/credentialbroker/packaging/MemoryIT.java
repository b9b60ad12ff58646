package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The daemon in a container of 96 MiB, which it has for itself. */
class MemoryIT {
  private static final long MEMORY = 96L * 1024 * 1024;

  @Test
  void load_withNinetySixMebibytes_isServedToTheLastRequest() throws Exception {
    try (var pod = new Pod()) {
      pod.startBrokerUnchecked("", host -> host.withMemory(MEMORY).withMemorySwap(MEMORY));
      int requests = 20_000;
      String line = "url = \\\"http://127.0.0.1:9780/v1/credentials/demo\\\"\\noutput = /dev/null";
      var outcome = pod
          .inApp("yes \"$(printf \"" + line + "\")\" | head -n " + 2 * requests + " > /tmp/urls; "
              + "curl -s -m 300 --parallel --parallel-max 64 -w '%{http_code}\\n' -H \"Authorization: $(cat "
              + Pod.SHARED + "/token"
              + ")\" -K /tmp/urls | sort | uniq -c | tr -s ' '");
      assertThat(outcome.getStdout().strip()).isEqualTo(requests + " 200");
      assertThat(pod.brokerState().getOOMKilled()).isFalse();
      assertThat(pod.brokerState().getRunning()).isTrue();
    }
  }
}
