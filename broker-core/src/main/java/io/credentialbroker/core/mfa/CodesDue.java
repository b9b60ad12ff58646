package io.credentialbroker.core.mfa;

import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Warns, once for each session that a code has made, that the next code will be due: half an hour before it ends,
 * or at half of its life where that is later. Thread-safe.
 */
public final class CodesDue implements AutoCloseable {
  /** How long before the end a person is told. */
  public static final Duration LEAD = Duration.ofMinutes(30);

  /** Timers stand still while the machine sleeps and the wall clock does not, so it is looked at now and then. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Timers timers;
  private final Function<SessionKey, Optional<List<ProfileName>>> held;
  private final SessionListener listener;
  private final Map<SessionKey, Watched> watched = new HashMap<>();
  private boolean closed;

  /**
   * Watches nothing yet.
   *
   * @param held the profiles that need a session; nothing when it is not held any more, for nobody is warned of
   *     one that has been dropped
   */
  public CodesDue(InstantSource clock, Timers timers,
      Function<SessionKey, Optional<List<ProfileName>>> held, SessionListener listener) {
    this.clock = clock;
    this.timers = timers;
    this.held = held;
    this.listener = listener;
  }

  private record Watched(String serial, Instant end, Instant warnAt, Timers.Scheduled look) {}

  /** A code has made a session that ends then. */
  synchronized void ends(String serial, SessionKey key, Instant end) {
    var now = clock.instant();
    var left = Duration.between(now, end);
    if (closed || left.isNegative()) {
      return;
    }
    Duration half = left.dividedBy(2);
    watch(serial, key, end, end.minus(half.compareTo(LEAD) < 0 ? half : LEAD), now);
  }

  @Override
  public synchronized void close() {
    closed = true;
    watched.values().forEach(one -> one.look().cancel());
    watched.clear();
  }

  private void watch(String serial, SessionKey key, Instant end, Instant warnAt, Instant now) {
    Duration rest = Duration.between(now, warnAt);
    Watched before = watched.get(key);
    if (before != null) {
      before.look().cancel();
    }
    watched.put(key, new Watched(serial, end, warnAt,
        timers.schedule(rest.compareTo(LOOK) < 0 ? rest : LOOK, () -> look(key, end))));
  }

  private void look(SessionKey key, Instant end) {
    String serial;
    synchronized (this) {
      Watched one = watched.get(key);
      if (one == null || !one.end().equals(end)) {
        return;
      }
      var now = clock.instant();
      if (now.isBefore(one.warnAt())) {
        watch(one.serial(), key, end, one.warnAt(), now);
        return;
      }
      watched.remove(key);
      if (!now.isBefore(end)) {
        return;
      }
      serial = one.serial();
    }
    // Outside of the lock: both ask others.
    held.apply(key).ifPresent(profiles -> listener.codeDue(serial, end, profiles));
  }
}
