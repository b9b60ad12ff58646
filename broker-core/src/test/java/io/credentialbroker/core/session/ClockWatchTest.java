package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTime time = ManualTime.start();
  private final ClockWatch clock = new ClockWatch(time, time, Duration.ofSeconds(2));

  @Test
  void compare_bothMoveTogether_isNoJump() {
    time.advance(Duration.ofDays(3));

    assertThat(clock.compare()).isZero();
    assertThat(clock.nowMs()).isEqualTo(time.instant().toEpochMilli());
    assertThat(clock.nowMsIfSteady(time.read())).isEqualTo(clock.nowMs());
  }

  @Test
  void compare_withinTheTolerance_isNoJump() {
    time.jumpWall(Duration.ofMillis(2_000));
    assertThat(clock.compare()).isZero();
    time.jumpWall(Duration.ofMillis(-2_000));
    assertThat(clock.compare()).isZero();
  }

  @Test
  void leapAhead_isSeenOnceAndBelieved() {
    time.jumpWall(MINUTE);

    assertThat(clock.nowMsIfSteady(time.read())).isEqualTo(Long.MIN_VALUE);
    assertThat(clock.compare()).isEqualTo(60_000);
    assertThat(clock.compare()).isZero();
    assertThat(clock.nowMs()).isEqualTo(time.instant().toEpochMilli());
  }

  @Test
  void fallBack_isMadeUpFor() {
    Instant before = time.instant();
    time.jumpWall(MINUTE.negated());

    assertThat(clock.compare()).isEqualTo(-60_000);
    assertThat(clock.nowMs()).isEqualTo(before.toEpochMilli());
    assertThat(clock.skew()).isEqualTo(MINUTE);
  }

  @Test
  void leapAheadTakenBack_isBelievedBothTimes() {
    time.jumpWall(MINUTE);
    clock.compare();
    time.advance(MINUTE);
    time.jumpWall(MINUTE.negated());

    assertThat(clock.compare()).isEqualTo(-60_000);
    assertThat(clock.skew()).isZero();
    time.jumpWall(MINUTE.negated());
    clock.compare();
    assertThat(clock.skew()).as("nothing is left to be taken back").isEqualTo(MINUTE);
  }

  @Test
  void learn_awsSaysOtherwise_isBelieved() {
    assertThat(clock.learn(MINUTE)).isTrue();
    assertThat(clock.learn(MINUTE.plusSeconds(1))).as("within the tolerance").isFalse();
    assertThat(clock.nowMs()).isEqualTo(time.instant().plus(MINUTE).toEpochMilli());
    assertThat(clock.learn(Duration.ofMillis(500))).isTrue();
    assertThat(clock.skew()).isZero();
  }

  @Test
  void learn_overrulesWhatWasMadeUpFor() {
    time.jumpWall(MINUTE.negated());
    clock.compare();

    assertThat(clock.learn(Duration.ZERO)).isTrue();

    assertThat(clock.skew()).isZero();
    assertThat(clock.doubt(Long.MAX_VALUE)).as("nothing is made up for any more").isFalse();
  }

  @Test
  void doubt_answerIsExpiredByEitherClock_changesNothing() {
    time.jumpWall(MINUTE.negated());
    clock.compare();

    assertThat(clock.doubt(time.instant().toEpochMilli())).isFalse();
    assertThat(clock.skew()).isEqualTo(MINUTE);
  }

  @Test
  void doubt_answerIsValidByTheWallClock_believesTheWallClock() {
    time.jumpWall(MINUTE.negated());
    clock.compare();

    assertThat(clock.doubt(time.instant().plusSeconds(1).toEpochMilli())).isTrue();
    assertThat(clock.skew()).isZero();
  }

  @Test
  void doubt_clockWasSkewedBefore_weighsByThatSkew() {
    clock.learn(Duration.ofSeconds(30));
    time.jumpWall(MINUTE.negated());
    clock.compare();
    assertThat(clock.skew()).isEqualTo(Duration.ofSeconds(90));

    assertThat(clock.doubt(time.instant().plusSeconds(30).toEpochMilli())).isFalse();
    assertThat(clock.doubt(time.instant().plusSeconds(31).toEpochMilli())).isTrue();
    assertThat(clock.skew()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void learn_nearTheSkewThatIsKnown_keepsWhatIsMadeUpFor() {
    clock.learn(MINUTE);
    time.jumpWall(MINUTE.negated());
    clock.compare();

    assertThat(clock.learn(MINUTE.multipliedBy(2).minusSeconds(1))).isFalse();
    assertThat(clock.skew()).isEqualTo(MINUTE.multipliedBy(2));
  }

  @Test
  void doubt_afterALeapAhead_changesNothing() {
    time.jumpWall(MINUTE);
    clock.compare();

    assertThat(clock.doubt(time.instant().minusSeconds(1).toEpochMilli())).isFalse();
  }
}
