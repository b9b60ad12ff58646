package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

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

  @Test
  void new_figureOutOfRange_isRefusedByName() {
    assertThatThrownBy(() -> DEFAULTS.withMaximumSessions(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maximumSessions is 0; it has to be 1 or more");
    assertThatThrownBy(() -> DEFAULTS.withCallsPerSecond(0)).hasMessageContaining("callsPerSecond");
    assertThatThrownBy(() -> DEFAULTS.withIdleAfter(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("idleAfter");
    assertThatThrownBy(() -> new SessionSettings(1, DEFAULTS.idleAfter(), DEFAULTS.attemptTimeout(),
        DEFAULTS.probeTimeout(), 1, -1, 1, DEFAULTS.outageSpacing(), DEFAULTS.probeSpacing(),
        DEFAULTS.presumedLifetime(), DEFAULTS.clockTolerance(), DEFAULTS.clockCheck()))
        .hasMessageContaining("retryBudget is -1");
  }
}
