package io.credentialbroker.core.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeBoxTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SessionKey KEY = new SessionKey(1, 0, 0, 0);
  private static final SessionKey OTHER = new SessionKey(2, 0, 0, 0);
  private static final Secret CODE = Secret.of("123456");

  private final CodeBox box = new CodeBox();

  @Test
  void take_aCodeThatIsThere_givesItOnce() {
    box.put(CODE, KEY, NOW);
    assertThat(box.holds(KEY, NOW)).isTrue();
    assertThat(box.take(KEY, NOW.plusSeconds(29))).contains(CODE);
    assertThat(box.take(KEY, NOW.plusSeconds(29))).isEmpty();
    assertThat(box.holds(KEY, NOW)).isFalse();
  }

  @Test
  void take_afterThirtySeconds_givesNothing() {
    box.put(CODE, KEY, NOW);
    assertThat(box.holds(KEY, NOW.plusSeconds(30))).isFalse();
    assertThat(box.take(KEY, NOW.plusSeconds(30))).isEmpty();
  }

  @Test
  void take_forAnotherSession_leavesItWhereItIs() {
    box.put(CODE, KEY, NOW);
    assertThat(box.take(OTHER, NOW)).isEmpty();
    assertThat(box.take(KEY, NOW)).contains(CODE);
  }

  @Test
  void put_anotherCode_replacesTheOneThatNobodyTook() {
    box.put(CODE, KEY, NOW);
    box.put(Secret.of("654321"), KEY, NOW);
    assertThat(box.take(KEY, NOW)).contains(Secret.of("654321"));
    assertThat(box.hasUsed(CODE, NOW)).isFalse();
  }

  @Test
  void hasUsed_aTakenCode_isSoAsLongAsAwsMightTakeIt() {
    box.put(CODE, KEY, NOW);
    box.take(KEY, NOW);
    assertThat(box.hasUsed(CODE, NOW.plusSeconds(89))).isTrue();
    assertThat(box.hasUsed(Secret.of("123457"), NOW)).isFalse();
    assertThat(box.hasUsed(CODE, NOW.plusSeconds(90))).as("a later code may have the same digits").isFalse();
  }

  @ParameterizedTest
  @CsvSource({ "1,0", "2,0", "3,1", "4,2", "5,4", "6,8", "7,16", "8,16", "100,16"})
  void wrong_soManyInARow_waitsSoManyMinutes(int wrong, int minutes) {
    for (int i = 0; i < wrong; i++) {
      box.wrong(NOW);
    }
    var until = NOW.plus(Duration.ofMinutes(minutes));
    assertThat(box.waitsUntil(NOW)).isEqualTo(minutes == 0 ? null : until);
    assertThat(box.waitsUntil(until)).isNull();
    assertThat(box.beginsCommand(NOW)).isEqualTo(minutes == 0);
  }

  @Test
  void right_afterWrongOnes_beginsAnew() {
    for (int i = 0; i < 3; i++) {
      box.wrong(NOW);
    }
    box.right(KEY, NOW.plusSeconds(900));
    assertThat(box.waitsUntil(NOW)).isNull();
    box.wrong(NOW);
    assertThat(box.waitsUntil(NOW)).isNull();
  }

  @Test
  void beginsCommand_twiceInAWindow_isRefused() {
    assertThat(box.beginsCommand(NOW.plusSeconds(29))).isTrue();
    assertThat(box.beginsCommand(NOW)).isFalse();
    assertThat(box.beginsCommand(NOW.plusSeconds(30))).as("the next window, a second later").isTrue();
  }

  @Test
  void isAlive_sessionOfACode_isSoUntilItsEnd() {
    assertThat(box.isAlive(KEY, NOW)).isFalse();
    box.right(KEY, NOW.plusSeconds(900));
    assertThat(box.isAlive(KEY, NOW.plusSeconds(899))).isTrue();
    assertThat(box.isAlive(OTHER, NOW)).isFalse();
    assertThat(box.isAlive(KEY, NOW.plusSeconds(900))).isFalse();
  }
}
