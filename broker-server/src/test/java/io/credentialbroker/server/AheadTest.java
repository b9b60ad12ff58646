package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AheadTest {
  @Test
  void code_ofAProcessWithoutAStartCache_isFresh() {
    assertThatCode(() -> Ahead.begin(Map.of()).ensure()).doesNotThrowAnyException();
  }

  @Test
  void process_thatJavaTookOptionsFor_isRefused() {
    var ahead = Ahead.begin(Map.of("JDK_JAVA_OPTIONS", "-javaagent:any.jar"));
    assertThatThrownBy(ahead::ensure).isInstanceOf(Fault.class).hasMessageContaining("JDK_JAVA_OPTIONS");
  }
}
