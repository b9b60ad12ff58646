package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSettingsTest {
  private static final SessionSettings DEFAULTS = SessionSettings.DEFAULTS;

  @Test
  void defaults_areTheDocumentedOnes() {
    assertThat(DEFAULTS).isEqualTo(new SessionSettings(100_000, Duration.ofHours(12), Duration.ofSeconds(10),
        Duration.ofSeconds(4), 10, 20, 5, Duration.ofSeconds(40), Duration.ofSeconds(4),
        Duration.ofMinutes(15),
        Duration.ofSeconds(2), Duration.ofSeconds(30)));
  }

  @Test
  void with_changesOneFigureOnly() {
    assertThat(DEFAULTS.withMaximumSessions(7).maximumSessions()).isEqualTo(7);
    assertThat(DEFAULTS.withMaximumSessions(7).withMaximumSessions(100_000)).isEqualTo(DEFAULTS);
    assertThat(DEFAULTS.withIdleAfter(Duration.ofHours(1)).idleAfter()).isEqualTo(Duration.ofHours(1));
    assertThat(DEFAULTS.withIdleAfter(Duration.ofHours(1)).withIdleAfter(Duration.ofHours(12)))
        .isEqualTo(DEFAULTS);
    assertThat(DEFAULTS.withCallsPerSecond(3).callsPerSecond()).isEqualTo(3);
    assertThat(DEFAULTS.withCallsPerSecond(3).withCallsPerSecond(10)).isEqualTo(DEFAULTS);
  }

  @ParameterizedTest
  @ValueSource(strings = { "maximumSessions", "callsPerSecond", "breakerThreshold", "retryBudget",
      "idleAfter",
      "attemptTimeout", "probeTimeout", "outageSpacing", "probeSpacing", "presumedLifetime", "clockTolerance",
      "clockCheck"})
  void new_figureOutOfRange_isRefusedByName(String figure) {
    assertThatThrownBy(() -> with(figure)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(figure + " is ");
  }

  @Test
  void new_smallestFigures_areAccepted() {
    Duration least = Duration.ofMillis(1);

    assertThat(new SessionSettings(1, least, least, least, 1, 0, 1, least, least, least, least, least))
        .isNotNull();
  }

  /** The defaults with this one figure spoilt. */
  private static SessionSettings with(String figure) {
    return new SessionSettings(figure.equals("maximumSessions") ? 0 : 1, spoilt(figure, "idleAfter"),
        spoilt(figure, "attemptTimeout"), spoilt(figure, "probeTimeout"),
        figure.equals("callsPerSecond") ? 0 : 1, figure.equals("retryBudget") ? -1 : 0,
        figure.equals("breakerThreshold") ? 0 : 1, spoilt(figure, "outageSpacing"),
        spoilt(figure, "probeSpacing"), spoilt(figure, "presumedLifetime"), spoilt(figure, "clockTolerance"),
        spoilt(figure, "clockCheck"));
  }

  private static Duration spoilt(String figure, String name) {
    return figure.equals(name) ? Duration.ofNanos(999_999) : Duration.ofSeconds(1);
  }
}
