package io.credentialbroker.server.audit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of many producers and one consumer, without locks: a producer claims a place by moving the
 * tail, then fills it; the consumer empties a place before it moves the head, so that a claimed place is always
 * an empty one.
 */
final class DecisionQueue {
  private final AtomicReferenceArray<@Nullable Decision> places;
  private final int mask;
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong head = new AtomicLong();

  /** @param room how many decisions may wait; a power of two */
  DecisionQueue(int room) {
    if (Integer.bitCount(room) != 1) {
      throw new IllegalArgumentException(room + " is no power of two");
    }
    this.places = new AtomicReferenceArray<>(room);
    this.mask = room - 1;
  }

  /** False, and nothing done, when there is no room. Never waits. */
  boolean offer(Decision decision) {
    long place;
    do {
      place = tail.get();
      if (place - head.get() > mask) {
        return false;
      }
    } while (!tail.compareAndSet(place, place + 1));
    // A full store, not a release: the producer looks next whether the consumer sleeps, and that look must not
    // come before this.
    places.set((int) place & mask, decision);
    return true;
  }

  /** The oldest; null when there is none, or its producer has claimed the place and not filled it yet. */
  @Nullable
  Decision poll() {
    long place = head.get();
    int index = (int) place & mask;
    Decision decision = places.get(index);
    if (decision != null) {
      places.setRelease(index, null);
      head.setRelease(place + 1);
    }
    return decision;
  }

  /** Whether the consumer has taken all that was claimed. Asked by the consumer. */
  boolean isEmpty() {
    return head.get() == tail.get();
  }

  /** How many wait. */
  long size() {
    return tail.get() - head.get();
  }
}
