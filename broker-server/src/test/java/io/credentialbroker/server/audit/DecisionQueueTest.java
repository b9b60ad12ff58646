package io.credentialbroker.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.server.audit.Decision.Refused;
import io.credentialbroker.server.pipeline.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecisionQueueTest {
  private static Decision decision(long at, String producer) {
    return new Refused(at, producer, null, Refusal.METHOD);
  }

  @Test
  void poll_afterOffers_givesThemInOrder() {
    var queue = new DecisionQueue(4);
    assertThat(queue.poll()).isNull();
    for (int round = 0; round < 10; round++) {
      assertThat(queue.offer(decision(round, "a"))).isTrue();
      assertThat(queue.offer(decision(round + 100, "a"))).isTrue();
      assertThat(queue.poll()).isEqualTo(decision(round, "a"));
      assertThat(queue.isEmpty()).isFalse();
      assertThat(queue.poll()).isEqualTo(decision(round + 100, "a"));
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  @Test
  void offer_toAFullQueue_isRefusedUntilThereIsRoom() {
    var queue = new DecisionQueue(2);
    assertThat(queue.offer(decision(1, "a"))).isTrue();
    assertThat(queue.offer(decision(2, "a"))).isTrue();
    assertThat(queue.offer(decision(3, "a"))).isFalse();
    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.poll()).isEqualTo(decision(1, "a"));
    assertThat(queue.offer(decision(4, "a"))).isTrue();
    assertThat(queue.poll()).isEqualTo(decision(2, "a"));
    assertThat(queue.poll()).isEqualTo(decision(4, "a"));
    assertThat(queue.poll()).isNull();
  }

  @Test
  void offer_bySeveralThreadsAtOnce_losesNothingUncountedAndKeepsEachOnesOrder() throws Exception {
    var queue = new DecisionQueue(64);
    var refused = new AtomicInteger();
    int each = 20_000;
    var producers = new ArrayList<Thread>();
    for (String name : List.of("a", "b", "c")) {
      producers.add(Thread.ofPlatform().start(() -> {
        for (int i = 0; i < each; i++) {
          if (!queue.offer(decision(i, name))) {
            refused.incrementAndGet();
          }
        }
      }));
    }
    var last = new long[]{ -1, -1, -1};
    int taken = 0;
    while (true) {
      boolean over = producers.stream().noneMatch(Thread::isAlive);
      Decision decision = queue.poll();
      if (decision instanceof Refused(var at, var producer, _, _)) {
        int index = producer.charAt(0) - 'a';
        assertThat(at).isGreaterThan(last[index]);
        last[index] = at;
        taken++;
      } else if (over) {
        break;
      } else {
        Thread.onSpinWait();
      }
    }
    assertThat(taken + refused.get()).isEqualTo(3 * each);
    assertThat(taken).isPositive();
  }

  @Test
  void new_roomThatIsNoPowerOfTwo_isRefused() {
    assertThatThrownBy(() -> new DecisionQueue(3)).isInstanceOf(IllegalArgumentException.class);
  }
}
