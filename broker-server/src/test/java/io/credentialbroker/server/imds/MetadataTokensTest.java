package io.credentialbroker.server.imds;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.ManualTime;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTokensTest {
  private final ManualTime time = ManualTime.start();
  private final MetadataTokens tokens = new MetadataTokens(time, new SecureRandom());

  @Test
  void issued_untilItsEnd_isValid() {
    String token = tokens.issue(60);
    time.advance(Duration.ofSeconds(59));
    assertThat(tokens.isValid(token)).isTrue();
    time.advance(Duration.ofSeconds(1));
    assertThat(tokens.isValid(token)).isFalse();
  }

  @Test
  void issued_twice_differs() {
    assertThat(tokens.issue(60)).isNotEqualTo(tokens.issue(60)).matches("[A-Za-z0-9_-]{64}");
  }

  @Test
  void everyCharacterChanged_isNotValid() {
    String token = tokens.issue(60);
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      assertThat(tokens.isValid(token.substring(0, i) + other + token.substring(i + 1))).as("at %d", i)
          .isFalse();
    }
  }

  @Test
  void ofAnotherListener_isNotValid() {
    assertThat(tokens.isValid(new MetadataTokens(time, new SecureRandom()).issue(60))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "x", "====", "AAAA", "nö"})
  void nonsense_isNotValid(String token) {
    assertThat(tokens.isValid(token)).isFalse();
    assertThat(tokens.isValid(token + tokens.issue(60))).isEqualTo(token.isEmpty());
  }
}
