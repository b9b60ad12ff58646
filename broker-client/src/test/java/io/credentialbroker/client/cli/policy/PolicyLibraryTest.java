package io.credentialbroker.client.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.cli.surroundings.Span;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyLibraryTest {
  @Test
  void named_notOnTheClassPath_saysWhereItIs() {
    assertThatThrownBy(() -> PolicyLibrary.named("no-such-tool")).isInstanceOfSatisfying(
        BrokerException.class,
        wrong -> assertThat(wrong.hint()).contains("distribution"));
  }

  @ParameterizedTest
  @CsvSource({ "1h,3600", "15m,900", "1h30m,5400", "90s,90", "3600,3600", "1m5,65"})
  void seconds_lengthOfTime_isCounted(String typed, long seconds) {
    assertThat(Span.seconds(typed)).isEqualTo(OptionalLong.of(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "h", "0", "0h", "-1", "1d", "1 h", "1.5h", "99999999999h", "m5"})
  void seconds_anythingElse_isNone(String typed) {
    assertThat(Span.seconds(typed)).isEmpty();
  }
}
