package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private final Deadlines deadlines = new Deadlines();

  @Test
  void poll_nothingSet_isNull() {
    assertThat(deadlines.peek()).isNull();
    assertThat(deadlines.pollUntil(Long.MAX_VALUE - 1)).isNull();
  }

  @Test
  void poll_beforeItsMoment_isNull() {
    Due due = set(100);

    assertThat(deadlines.pollUntil(99)).isNull();
    assertThat(deadlines.pollUntil(100)).isSameAs(due);
    assertThat(deadlines.size()).isZero();
  }

  @Test
  void set_again_movesIt() {
    Due early = set(100);
    Due late = set(200);

    deadlines.set(early, 300);

    assertThat(deadlines.peek()).isSameAs(late);
    assertThat(deadlines.size()).isEqualTo(2);
  }

  @Test
  void set_never_cancelsIt() {
    Due due = set(100);

    deadlines.set(due, Due.NEVER);

    assertThat(deadlines.peek()).isNull();
    deadlines.cancel(due);
    assertThat(deadlines.size()).isZero();
  }

  @Test
  void set_acrossTheOverflowOfTheTicker_keepsTheOrder() {
    Due after = set(Long.MIN_VALUE + 50);
    Due before = set(Long.MAX_VALUE - 50);

    assertThat(deadlines.pollUntil(Long.MAX_VALUE - 50)).isSameAs(before);
    assertThat(deadlines.pollUntil(Long.MAX_VALUE - 50)).isNull();
    assertThat(deadlines.pollUntil(Long.MIN_VALUE + 50)).isSameAs(after);
  }

  @Test
  void manySetMovedAndCancelled_comeOutInOrder() {
    var random = new Random(42);
    List<Due> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      all.add(set(random.nextInt(1_000_000)));
    }
    for (int i = 0; i < 2_000; i++) {
      deadlines.set(all.get(random.nextInt(2_000)), random.nextInt(1_000_000));
    }
    for (int i = 0; i < 500; i++) {
      Due gone = all.remove(random.nextInt(all.size()));
      deadlines.cancel(gone);
    }
    long[] expected = all.stream().mapToLong(due -> due.at).sorted().toArray();

    List<Due> out = new ArrayList<>();
    for (Due due = deadlines.pollUntil(1_000_000); due != null; due = deadlines.pollUntil(1_000_000)) {
      out.add(due);
    }

    assertThat(out.stream().mapToLong(due -> due.at).toArray()).isEqualTo(expected)
        .isSortedAccordingTo(Comparator.<Long>naturalOrder());
    assertThat(out).containsExactlyInAnyOrderElementsOf(all);
  }

  private Due set(long at) {
    var due = new ClockCheck();
    deadlines.set(due, at);
    return due;
  }
}
