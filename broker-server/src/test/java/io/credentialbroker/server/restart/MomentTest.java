package io.credentialbroker.server.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MomentTest {
  private static final long HOUR = 3_600_000;

  @Test
  void since_sameBoot_goesByTheUptimeWhateverTheClockDid() {
    var then = new Moment(10 * HOUR, 0, "boot", 5 * HOUR);
    var now = new Moment(2 * HOUR, 0, "boot", 6 * HOUR);

    assertThat(now.since(then)).isEqualTo(Duration.ofHours(1));
    // An hour later by the uptime, nine hours earlier by the clock: the clock was set back by nine.
    assertThat(now.skewBy(then)).isEqualTo(Duration.ofHours(9));
  }

  @Test
  void skewBy_sameBootAndASteadyClock_isWhatWasKnown() {
    var then = new Moment(10 * HOUR, -HOUR, "boot", 5 * HOUR);
    var now = new Moment(11 * HOUR, 0, "boot", 6 * HOUR);

    assertThat(now.skewBy(then)).isEqualTo(Duration.ofHours(-1));
  }

  @Test
  void skewBy_anotherBoot_believesOnlyWhatEndsSessionsSooner() {
    var now = new Moment(11 * HOUR, 0, "second", 1);

    assertThat(now.skewBy(new Moment(10 * HOUR, HOUR, "first", 5 * HOUR))).isEqualTo(Duration.ofHours(1));
    assertThat(now.skewBy(new Moment(10 * HOUR, -HOUR, "first", 5 * HOUR))).isZero();
    assertThat(now.since(new Moment(10 * HOUR, 0, "first", 5 * HOUR))).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void since_systemThatSaysNothingOfItsBoot_goesByTheClock() {
    var then = new Moment(10 * HOUR, 0, null, 0);
    var now = new Moment(9 * HOUR, 0, null, 0);

    assertThat(now.since(then)).isEqualTo(Duration.ofHours(-1));
  }

  @Test
  void now_twice_doesNotGoBack() {
    var first = Moment.now(1, 2);
    var second = Moment.now(1, 2);

    assertThat(second.boot()).isEqualTo(first.boot());
    assertThat(second.since(first)).isBetween(Duration.ZERO, Duration.ofMinutes(5));
  }
}
