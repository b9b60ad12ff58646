package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
  private final BackOff backOff = new BackOff(SessionSettings.DEFAULTS, new Random(1));

  @ParameterizedTest
  @CsvSource({ "1, 100", "2, 200"})
  void quick_isFullJitterUnderADoublingCap(int attempt, long cap) {
    assertSpread(() -> backOff.quick(attempt), 0, cap);
  }

  @ParameterizedTest
  @CsvSource({ "1, 1000, 3000", "2, 1000, 5000", "3, 1000, 9000", "4, 1000, 17000", "5, 30000, 60000",
      "60, 30000, 60000"})
  void recoverable_doublesThenSettlesBetween30And60Seconds(int failures, long low, long high) {
    assertSpread(() -> backOff.recoverable(failures), low, high);
  }

  @Test
  void outage_isTheSpacingAndUpToAQuarterMore() {
    assertSpread(backOff::outage, 40_000, 50_000);
  }

  @Test
  void probe_isThreeQuartersToAllOfItsSpacing() {
    assertSpread(backOff::probe, 3_000, 4_000);
  }

  @Test
  void refusal_is5To30Seconds() {
    assertSpread(backOff::refusal, 5_000, 30_000);
  }

  @Test
  void eager_isAboutASecond() {
    assertSpread(backOff::eager, 750, 1_500);
  }

  @ParameterizedTest
  @CsvSource({ "1, 30000, 60000", "2, 60000, 120000", "5, 480000, 960000", "500, 480000, 960000"})
  void terminal_doublesUpToAQuarterOfAnHour(int failures, long low, long high) {
    assertSpread(() -> backOff.terminal(failures), low, high);
  }

  @Test
  void outage_spacingOfAMillisecond_isStillAnInterval() {
    var settings = SessionSettings.DEFAULTS;
    var tight = new SessionSettings(1, settings.idleAfter(), settings.attemptTimeout(),
        settings.probeTimeout(),
        1, 0, 1, Duration.ofMillis(1), Duration.ofMillis(1), settings.presumedLifetime(),
        settings.clockTolerance(), settings.clockCheck());

    assertThat(new BackOff(tight, new Random(1)).outage()).isEqualTo(1);
  }

  private static void assertSpread(LongSupplier wait, long low, long high) {
    LongSummaryStatistics seen = LongStream.generate(wait).limit(2_000).summaryStatistics();
    long span = high - low;
    assertThat(seen.getMin()).isBetween(low, low + span / 20);
    assertThat(seen.getMax()).isBetween(high - 1 - span / 20, high);
    assertThat(seen.getAverage()).isBetween(low + span * 0.45, low + span * 0.55);
  }
}
