package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RoleSessionTest {
  private static final Instant END = Instant.parse("2026-01-01T01:00:00Z");

  private final RoleSession session = new RoleSession(Stage.key("deploy"),
      new VirtualSts(ManualTime.start()).credentials(1, END), END.minusSeconds(3_600), END);

  @Test
  void isExpired_atItsExpiration_isTrueAndNotBefore() {
    assertThat(session.isExpiredAt(END)).isTrue();
    assertThat(session.isExpiredAt(END.minusNanos(1))).isFalse();
  }

  @Test
  void remaining_isWhatIsLeftAndNeverNegative() {
    assertThat(session.remainingAt(END.minusSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(session.remainingAt(END.plusSeconds(7))).isZero();
  }

  @Test
  void toString_showsNoSecret() {
    assertThat(session.toString()).contains("ASIA1").doesNotContain(VirtualSts.KEY.reveal());
  }
}
