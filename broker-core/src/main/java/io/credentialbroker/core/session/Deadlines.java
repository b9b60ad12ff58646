package io.credentialbroker.core.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All deadlines in one binary heap: the next is found at once, and setting, moving or cancelling one costs the
 * logarithm of their number. Not thread-safe.
 */
final class Deadlines {
  private @Nullable Due[] heap = new @Nullable Due[16];
  private int size;

  /** Sets, or moves, the one deadline of {@code due}; {@link Due#NEVER} cancels it. */
  void set(Due due, long at) {
    if (at == Due.NEVER) {
      cancel(due);
      return;
    }
    if (due.position < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      due.position = size++;
    }
    due.at = at;
    settle(due, due.position);
  }

  void cancel(Due due) {
    int hole = due.position;
    if (hole < 0) {
      return;
    }
    due.position = -1;
    Due last = heap[--size];
    heap[size] = null;
    if (last != null && last != due) {
      settle(last, hole);
    }
  }

  /** The next one; null when there is none. */
  @Nullable
  Due peek() {
    return heap[0];
  }

  /** Takes out the next one if its moment has come. */
  @Nullable
  Due pollUntil(long now) {
    Due next = heap[0];
    if (next == null || next.at - now > 0) {
      return null;
    }
    cancel(next);
    return next;
  }

  int size() {
    return size;
  }

  private void settle(Due due, int start) {
    int i = start;
    while (i > 0 && due.at - at((i - 1) >>> 1).at < 0) {
      i = put(at((i - 1) >>> 1), i, (i - 1) >>> 1);
    }
    for (int child = smallerChild(i); child > 0 && at(child).at - due.at < 0; child = smallerChild(i)) {
      i = put(at(child), i, child);
    }
    put(due, i, i);
  }

  private int put(Due due, int place, int next) {
    heap[place] = due;
    due.position = place;
    return next;
  }

  private int smallerChild(int parent) {
    int left = 2 * parent + 1;
    if (left >= size) {
      return -1;
    }
    int right = left + 1;
    return right < size && at(right).at - at(left).at < 0 ? right : left;
  }

  private Due at(int place) {
    Due due = heap[place];
    if (due == null) {
      throw new IllegalStateException("the heap has a hole at " + place);
    }
    return due;
  }
}
