package io.credentialbroker.core.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500_000_000); // it may wrap, as nanoTime may
  private final Pace ten = Pace.perSecond(10, now::get);

  private long taken(int asked) {
    return IntStream.range(0, asked).filter(_ -> ten.take()).count();
  }

  private void pass(long millis) {
    now.addAndGet(millis * 1_000_000);
  }

  @Test
  void take_asOftenAsTheRate_isNeverRefused() {
    for (int i = 0; i < 1000; i++) {
      assertThat(ten.take()).isTrue();
      pass(100);
    }
  }

  @Test
  void take_atOnce_isGoodForASecondsWorthAndThenForTheRate() {
    assertThat(taken(1000)).isEqualTo(10);
    pass(99);
    assertThat(taken(10)).isZero();
    pass(1);
    assertThat(taken(10)).isEqualTo(1);
    pass(500);
    assertThat(taken(10)).isEqualTo(5);
  }

  @Test
  void take_afterAFloodOfRefusals_isAsIfTheyHadNotBeen() {
    assertThat(taken(10)).isEqualTo(10);
    assertThat(taken(1_000_000)).isZero();
    pass(1000);
    assertThat(taken(1000)).isEqualTo(10);
  }

  @Test
  void take_afterALongRest_isGoodForNoMoreThanASecondsWorth() {
    pass(3_600_000);
    assertThat(taken(1000)).isEqualTo(10);
  }

  @Test
  void take_unlimited_isNeverRefused() {
    assertThat(IntStream.range(0, 1000).allMatch(_ -> Pace.UNLIMITED.take())).isTrue();
  }

  @Test
  void perSecond_outOfRange_isRefused() {
    for (int wrong : new int[]{ 0, -1, 1_000_001}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Pace.perSecond(wrong, now::get));
    }
    assertThat(Pace.perSecond(1_000_000, now::get).take()).isTrue();
    assertThat(Pace.perSecond(1, now::get).take()).isTrue();
  }
}
