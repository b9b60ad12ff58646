package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the limits of one listener make of those of the whole. */
final class LimitsTest {
  private static final Limits LIMITS = new Limits(100, 90, Duration.ofSeconds(1), Duration.ofSeconds(2),
      Duration.ofSeconds(3), Duration.ofSeconds(4));

  private static Limits of(int connections, int perUser) {
    return new Limits(connections, perUser, LIMITS.request(), LIMITS.answer(), LIMITS.idle(),
        LIMITS.linger());
  }

  @Test
  void limits_oneConnection_isTheLeast() {
    assertThat(of(1, 1).connections()).isEqualTo(1);
    assertThatThrownBy(() -> of(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void within_most_isForAnybodyAndKeepsTheTimes() {
    assertThat(LIMITS.within(16)).isEqualTo(of(16, 16));
    assertThat(LIMITS.within(200)).as("never more than before").isEqualTo(of(100, 100));
  }

  @ParameterizedTest
  @CsvSource({ "1024, 1000, 1000", "1024, 1016, 1016", "1024, 1017, 1016", "1024, 5000, 1016", "10, 1000, 2",
      "9, 1000, 1", "8, 1000, 1", "1, 1000, 1", "1024, 1, 1"})
  void within_mostAndOfOneUser_leavesEightForOthersWhereThereAreAsMany(int most, int ofOneUser, int perUser) {
    assertThat(LIMITS.within(most, ofOneUser)).isEqualTo(of(most, perUser));
  }

  @ParameterizedTest
  @CsvSource({ "IDLE, 12", "RECEIVING, 4", "ANSWERING, 8", "LINGERING, 16", "CLOSED, 1"})
  void ticks_ofAPhase_areItsTimeInSweeps(Exchange.Phase phase, int ticks) {
    assertThat(LIMITS.ticks(phase)).isEqualTo(ticks);
  }

  @Test
  void ticks_lessThanASweep_areOne() {
    var hasty = new Limits(1, Duration.ofMillis(1), Duration.ZERO, Duration.ZERO, Duration.ZERO);
    assertThat(hasty.ticks(Exchange.Phase.RECEIVING)).isEqualTo(1);
  }
}
