package io.credentialbroker.server.callers;

import java.util.Arrays;

/** Two counts for each slot of time, of as many slots as an hour has, and the one that has begun. */
final class Tally {
  private static final int SLOTS = (int) (RecentCallers.WINDOW.toMillis() / RecentCallers.SLOT.toMillis())
      + 1;

  private final long[] slots = new long[SLOTS];
  private final long[] granted = new long[SLOTS];
  private final long[] others = new long[SLOTS];
  private long last;

  Tally() {
    Arrays.fill(slots, Long.MIN_VALUE);
  }

  /** One answer more at this time, in milliseconds of the clock. */
  synchronized void count(long now, boolean withCredentials) {
    long slot = slotOf(now);
    int place = Math.floorMod(slot, SLOTS);
    if (slots[place] != slot) {
      slots[place] = slot;
      granted[place] = 0;
      others[place] = 0;
    }
    if (withCredentials) {
      granted[place]++;
    } else {
      others[place]++;
    }
    last = now;
  }

  /** With credentials, without, and the time of the latest; all of them 0 where there was nothing of late. */
  synchronized long[] within(long now) {
    long newest = slotOf(now);
    long yes = 0;
    long no = 0;
    for (int i = 0; i < SLOTS; i++) {
      // A slot that is yet to come was counted before the clock was set back.
      if (slots[i] > newest - SLOTS && slots[i] <= newest) {
        yes += granted[i];
        no += others[i];
      }
    }
    return new long[]{ yes, no, yes + no == 0 ? 0 : last};
  }

  private static long slotOf(long millis) {
    return Math.floorDiv(millis, RecentCallers.SLOT.toMillis());
  }
}
