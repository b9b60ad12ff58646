package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallWindowTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void freeAt_fewerThanTheLimit_isNow() {
    var window = new CallWindow(2);
    assertThat(window.freeAt(5)).isEqualTo(5);
    window.take(5);
    assertThat(window.freeAt(6)).isEqualTo(6);
  }

  @Test
  void freeAt_limitReached_isASecondAfterTheOldest() {
    var window = new CallWindow(2);
    window.take(10);
    window.take(20);

    assertThat(window.freeAt(30)).isEqualTo(10 + SECOND);
    window.take(10 + SECOND);
    assertThat(window.freeAt(11 + SECOND)).isEqualTo(20 + SECOND);
  }

  @Test
  void giveBack_aCallThatWasNotMade_freesItsPlace() {
    var window = new CallWindow(3);
    window.take(10);
    window.take(20);
    window.take(30);

    window.giveBack(20);

    assertThat(window.freeAt(40)).isEqualTo(40);
    window.take(40);
    assertThat(window.freeAt(41)).isEqualTo(10 + SECOND);
    window.take(10 + SECOND);
    assertThat(window.freeAt(11 + SECOND)).isEqualTo(30 + SECOND);
  }

  @Test
  void giveBack_unknownCall_changesNothing() {
    var window = new CallWindow(1);
    window.take(10);

    window.giveBack(11);

    assertThat(window.freeAt(12)).isEqualTo(10 + SECOND);
  }

  @ParameterizedTest
  @ValueSource(ints = { 1, 2, 10, 37})
  void take_asOftenAsAllowed_neverMoreThanTheLimitInAnySecond(int limit) {
    var window = new CallWindow(limit);
    var random = new Random(limit);
    var taken = new ArrayList<Long>();
    for (long now = 0; now < 20 * SECOND; now += random.nextInt(50_000_000)) {
      if (window.freeAt(now) <= now) {
        window.take(now);
        taken.add(now);
      }
    }
    for (int i = limit; i < taken.size(); i++) {
      assertThat(taken.get(i) - taken.get(i - limit)).isGreaterThanOrEqualTo(SECOND);
    }
    assertThat(taken).hasSizeGreaterThan(Math.min(20 * limit, 400) - limit);
  }
}
