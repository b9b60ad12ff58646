package io.credentialbroker.server.callers;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.pipeline.VendObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts the answers of the last hour by profile and caller. Told on the event loop, asked from any thread.
 *
 * <p>Time goes in slots of five minutes, so that the hour may be five minutes longer. A profile that there is
 * not is not counted: its name is whatever somebody has sent, and would take the place of one that matters.
 */
public final class RecentCallers implements VendObserver {
  /** How long a caller is remembered. */
  public static final Duration WINDOW = Duration.ofHours(1);

  static final Duration SLOT = Duration.ofMinutes(5);
  /** Each takes some 500 bytes. Further ones are not counted until an old one has nothing to show any more. */
  static final int MOST = 512;

  private final InstantSource clock;
  private final Predicate<ProfileName> exists;
  private final ConcurrentHashMap<Key, Tally> tallies = new ConcurrentHashMap<>();
  /** A program in a loop needs no look-up. */
  private volatile @Nullable Latest latest;

  /**
   * Nobody has asked yet.
   *
   * @param exists whether there is such a profile at present; asked once for each caller
   */
  public RecentCallers(InstantSource clock, Predicate<ProfileName> exists) {
    this.clock = clock;
    this.exists = exists;
  }

  private record Key(ProfileName profile, String client, @Nullable Integer uid) {
    boolean is(ProfileName otherProfile, Caller other) {
      return profile.equals(otherProfile) && client.equals(other.client())
          && (other.peer() == null ? uid == null : uid != null && uid == other.peer().uid());
    }
  }

  private record Latest(Key key, Tally tally) {}

  @Override
  public void vended(String listener, Caller caller, ProfileName profile, Vend vend, boolean fromCache) {
    if (vend instanceof Vend.Unavailable unavailable && unavailable.waiting()) {
      // Programs come again by themselves, and a person who has asked once would read of twice, once in vain.
      return;
    }
    long now = clock.millis();
    var before = latest;
    if (before != null && before.key().is(profile, caller)) {
      before.tally().count(now, vend instanceof Vend.Granted);
      return;
    }
    var key = new Key(profile, caller.client(), caller.peer() == null ? null : caller.peer().uid());
    Tally tally = tallies.get(key);
    if (tally == null) {
      if (!exists.test(profile) || (tallies.size() >= MOST && !dropOld(now))) {
        return;
      }
      tally = tallies.computeIfAbsent(key, _ -> new Tally());
    }
    latest = new Latest(key, tally);
    tally.count(now, vend instanceof Vend.Granted);
  }

  /** Who has asked for each profile, the latest first; profiles nobody has asked for are not in it. */
  public Map<ProfileName, List<CallerCount>> byProfile() {
    long now = clock.millis();
    var all = new HashMap<ProfileName, List<CallerCount>>();
    tallies.forEach((key, tally) -> {
      long[] counts = tally.within(now);
      if (counts[2] != 0) {
        all.computeIfAbsent(key.profile(), _ -> new ArrayList<>())
            .add(new CallerCount(key.client(), key.uid(),
                counts[0], counts[1], Instant.ofEpochMilli(counts[2])));
      }
    });
    all.values().forEach(
        list -> list
            .sort(Comparator.comparing(CallerCount::last).reversed().thenComparing(CallerCount::client)));
    return all;
  }

  private boolean dropOld(long now) {
    latest = null; // it may be among them
    return tallies.values().removeIf(tally -> tally.within(now)[2] == 0);
  }
}
