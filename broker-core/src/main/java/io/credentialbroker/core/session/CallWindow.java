package io.credentialbroker.core.session;

/**
 * At most so many calls in any second, whichever way the second is laid: the times of the last calls in a
 * ring. Not thread-safe.
 */
final class CallWindow {
  private static final long SECOND = 1_000_000_000L;

  private final long[] times;
  private int oldest;
  private int used;

  CallWindow(int callsPerSecond) {
    times = new long[callsPerSecond];
  }

  /** The moment from which a call may be made, in ticks; not after {@code now} if it may be made now. */
  long freeAt(long now) {
    return used < times.length ? now : times[oldest] + SECOND;
  }

  /** How many calls have been made in the second before {@code now}. */
  int takenSince(long now) {
    int taken = 0;
    for (int i = 0; i < used; i++) {
      if (now - times[(oldest + i) % times.length] < SECOND) {
        taken++;
      }
    }
    return taken;
  }

  void take(long now) {
    if (used < times.length) {
      times[(oldest + used++) % times.length] = now;
    } else {
      times[oldest] = now;
      oldest = (oldest + 1) % times.length;
    }
  }

  /** Gives back a call that was not made after all. */
  void giveBack(long taken) {
    for (int i = used - 1; i >= 0; i--) {
      if (times[(oldest + i) % times.length] == taken) {
        for (int j = i; j < used - 1; j++) {
          times[(oldest + j) % times.length] = times[(oldest + j + 1) % times.length];
        }
        used--;
        return;
      }
    }
  }
}
