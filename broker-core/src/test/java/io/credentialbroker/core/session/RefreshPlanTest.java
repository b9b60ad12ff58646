package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshPlanTest {
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  @ParameterizedTest
  @CsvSource({ "0.0, 1620", "0.5, 1782", "0.999999, 1944"})
  void refreshAfter_anHour_isHalfLessTenToHalfPlusEightPerCent(double fraction, long seconds) {
    assertThat(RefreshPlan.refreshAfterMs(0, HOUR_MS, fraction) / 1_000.0).isCloseTo(seconds,
        Offset.offset(0.01));
  }

  @Test
  void refreshAfter_almostNothingLeft_isASecondNotALoop() {
    assertThat(RefreshPlan.refreshAfterMs(0, 10, 0.5)).isEqualTo(1_000);
    assertThat(RefreshPlan.refreshAfterMs(0, -5, 0.5)).isEqualTo(1_000);
  }

  @Test
  void unchangedAfter_isHalfOfWhatIsLeftAndNoLessThanAMinute() {
    assertThat(RefreshPlan.unchangedAfterMs(HOUR_MS)).isEqualTo(HOUR_MS / 2);
    assertThat(RefreshPlan.unchangedAfterMs(120_001)).isEqualTo(60_000);
    assertThat(RefreshPlan.unchangedAfterMs(10)).isEqualTo(60_000);
  }

  @ParameterizedTest
  @ValueSource(doubles = { 0, 0.5, 0.999})
  void refreshAfterMs_partOfTheLifeHasPassed_isThePlannedMomentStill(double fraction) {
    long planned = RefreshPlan.refreshAfterMs(0, HOUR_MS, fraction);

    assertThat(RefreshPlan.refreshAfterMs(600_000, HOUR_MS - 600_000, fraction)).isEqualTo(planned - 600_000);
    assertThat(RefreshPlan.refreshAfterMs(planned + 1, HOUR_MS - planned - 1, fraction)).isEqualTo(1_000);
  }
}
