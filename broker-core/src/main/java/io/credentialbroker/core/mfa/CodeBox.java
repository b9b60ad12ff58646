package io.credentialbroker.core.mfa;

import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one device: the code that waits to be used, how often codes were wrong, and which sessions
 * its codes have made. Thread-safe; nothing in it blocks.
 */
final class CodeBox {
  /** How long a device shows a code (RFC 6238), and so how long one is kept here. */
  static final Duration WINDOW = Duration.ofSeconds(30);
  /** AWS takes a code one window early or late; after that nobody can use it again. */
  private static final Duration REMEMBERED = Duration.ofSeconds(90);
  private static final int WRONG_CODES = 3;
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
  private static final int DOUBLINGS = 4;

  private @Nullable Waiting waiting;
  private @Nullable Waiting used;
  private int wrong;
  private @Nullable Instant waitsUntil;
  private long commandWindow = Long.MIN_VALUE;
  private String complaint = "";
  private final Map<SessionKey, Instant> ends = new HashMap<>();

  /** A code and what it is for. */
  private record Waiting(Secret code, SessionKey key, Instant until) {}

  /** Puts a code there for one session; replaces one that nobody has taken. */
  synchronized void put(Secret code, SessionKey key, Instant now) {
    waiting = new Waiting(code, key, now.plus(WINDOW));
    complaint = "";
  }

  /** The code for this session, once. */
  synchronized Optional<Secret> take(SessionKey key, Instant now) {
    Waiting held = waiting;
    if (held == null || !now.isBefore(held.until()) || !held.key().equals(key)) {
      return Optional.empty();
    }
    waiting = null;
    use(held.code(), key, now);
    return Optional.of(held.code());
  }

  /** Marks a code as used; from now on it is refused here already. */
  synchronized void use(Secret code, SessionKey key, Instant now) {
    used = new Waiting(code, key, now.plus(REMEMBERED));
  }

  synchronized boolean holds(SessionKey key, Instant now) {
    return waiting != null && waiting.key().equals(key) && now.isBefore(waiting.until());
  }

  synchronized boolean hasUsed(Secret code, Instant now) {
    return used != null && now.isBefore(used.until()) && used.code().equals(code);
  }

  synchronized void right(SessionKey key, @Nullable Instant end) {
    wrong = 0;
    waitsUntil = null;
    complaint = "";
    if (end != null) {
      ends.put(key, end);
    }
  }

  /** Three wrong codes in a row make it wait a minute, each further one twice as long, 16 minutes at most. */
  synchronized void wrong(Instant now) {
    wrong++;
    if (wrong >= WRONG_CODES) {
      waitsUntil = now.plus(FIRST_WAIT.multipliedBy(1L << Math.min(wrong - WRONG_CODES, DOUBLINGS)));
    }
  }

  /** Until when no code is taken; null when one is. */
  @Nullable
  synchronized Instant waitsUntil(Instant now) {
    return waitsUntil != null && now.isBefore(waitsUntil) ? waitsUntil : null;
  }

  /** Whether a command may be run now; if so, not again in this window. */
  synchronized boolean beginsCommand(Instant now) {
    long window = Math.floorDiv(now.getEpochSecond(), WINDOW.toSeconds());
    if (window == commandWindow || waitsUntil(now) != null) {
      return false;
    }
    commandWindow = window;
    return true;
  }

  synchronized void complain(String sentence) {
    complaint = sentence;
  }

  synchronized String complaint() {
    return complaint;
  }

  /** Whether a session that one of its codes has made is valid still. */
  synchronized boolean isAlive(SessionKey key, Instant now) {
    ends.values().removeIf(end -> !end.isAfter(now));
    return ends.containsKey(key);
  }
}
