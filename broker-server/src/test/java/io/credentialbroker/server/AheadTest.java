package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class AheadTest {
  @Test
  void code_ofAProcessWithoutAStartCache_isFresh() {
    assertThatCode(() -> Ahead.begin().code().ensure()).doesNotThrowAnyException();
  }
}
