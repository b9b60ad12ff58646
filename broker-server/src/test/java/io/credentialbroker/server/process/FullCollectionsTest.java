package io.credentialbroker.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.ManualTime;
import org.junit.jupiter.api.Test;

final class FullCollectionsTest {
  private static final long MIB = 1L << 20;

  private final ManualTime time = ManualTime.start();
  private long used = 9 * MIB;
  private long live = 6 * MIB;
  private int collected;
  private final FullCollections collections = new FullCollections(time, () -> used, () -> {
    collected++;
    used = live;
  });

  private void looks(int times) {
    for (int i = 0; i < times; i++) {
      time.advance(FullCollections.EVERY);
    }
  }

  @Test
  void look_afterTheStart_collectsOnce() {
    collections.plan();
    looks(10);
    assertThat(collected).isOne();
  }

  @Test
  void look_usedHasGrownByHalfAndTheSlack_collectsAndMeasuresAnew() {
    collections.plan();
    looks(1);
    used = 9 * MIB + FullCollections.SLACK;
    looks(1);
    assertThat(collected).as("exactly as much as may be").isOne();

    used += 1;
    live = 20 * MIB;
    looks(1);
    assertThat(collected).isEqualTo(2);

    used = 30 * MIB + FullCollections.SLACK;
    looks(1);
    assertThat(collected).as("there is more to keep now").isEqualTo(2);
    used += 1;
    looks(1);
    assertThat(collected).isEqualTo(3);
  }

  @Test
  void close_looksNoMore() {
    collections.plan();
    collections.close();
    looks(2);
    collections.plan();
    looks(2);
    assertThat(collected).isZero();
  }
}
