package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a session between two fetches: it is taken in, runs out, falls idle, or comes to the moment
 * of its next fetch. Guarded by the engine's lock.
 */
final class Upkeep {
  /** An upstream that asks for more patience than this is asked again all the same. */
  private static final long LONGEST_RETRY_AFTER_MS = 300_000;
  private static final long LOCAL_TERMINAL_MS = 5_000;

  private final SessionSettings settings;
  private final SessionCache cache;
  private final ClockWatch clock;
  private final Deadlines deadlines;
  private final BackOff backOff;
  private final SessionListener listener;

  Upkeep(SessionSettings settings, SessionCache cache, ClockWatch clock, Deadlines deadlines, BackOff backOff,
      SessionListener listener) {
    this.settings = settings;
    this.cache = cache;
    this.clock = clock;
    this.deadlines = deadlines;
    this.backOff = backOff;
    this.listener = listener;
  }

  /** Whether only a person can mend it. */
  static boolean needsPerson(FailureReason reason) {
    return reason == FailureReason.MFA_NEEDED || reason == FailureReason.SIGN_IN_NEEDED;
  }

  /** When these credentials run out; for those without an end, when they are asked for again. */
  Instant expirationOf(Credentials credentials) {
    Instant expiration = credentials.expiration();
    return expiration != null
        ? expiration
        : Instant.ofEpochMilli(clock.nowMs()).plus(settings.presumedLifetime());
  }

  /** Whether a late answer still is worth having. */
  boolean isNewer(Slot slot, Credentials credentials) {
    Held held = cache.valid(slot.key());
    Instant expiration = expirationOf(credentials);
    return expiration.toEpochMilli() > clock.nowMs()
        && (held == null || expiration.isAfter(held.session().expiration()));
  }

  /** Takes in what a fetch has brought and plans the next one. Returns the session to answer with. */
  RoleSession adopt(Slot slot, Credentials credentials, Duration took, Turn turn) {
    Held held = cache.valid(slot.key());
    slot.failures = 0;
    slot.lastFailure = null;
    slot.refusal = null;
    if (held != null && areSame(credentials, held.session())) {
      long remaining = held.expirationMs() - clock.nowMs();
      slot.refreshAtMs = clock.nowMs() + RefreshPlan.unchangedAfterMs(remaining);
      slot.attemptAt = turn.ticksAfter(RefreshPlan.unchangedAfterMs(remaining));
      return held.session();
    }
    var session = new RoleSession(slot.key(), credentials, Instant.ofEpochMilli(clock.nowMs()),
        expirationOf(credentials));
    hold(slot, session, turn);
    SessionPlan plan = slot.plan;
    turn.then(() -> listener.fetched(plan, session, took));
    return session;
  }

  /** Tells that a call has ended; {@code failure} is null where it brought credentials. */
  void called(Slot slot, @Nullable Failure failure, Duration took, Turn turn) {
    SessionPlan plan = slot.plan;
    turn.then(() -> listener.called(plan, failure, took));
  }

  /** Holds a session and plans its refresh by its whole life, some of which may have passed before a restart. */
  void hold(Slot slot, RoleSession session, Turn turn) {
    var held = new Held(session, slot);
    long age = Math.max(0, clock.nowMs() - session.obtained().toEpochMilli());
    long delay = RefreshPlan.refreshAfterMs(age, held.expirationMs() - clock.nowMs(), slot.key().fraction());
    slot.expiresAtMs = held.expirationMs();
    slot.refreshAtMs = clock.nowMs() + delay;
    slot.attemptAt = turn.ticksAfter(delay);
    cache.put(held);
  }

  /** Holds a session from before a restart, unless it has expired or a newer one is held. */
  void takeOver(Slot slot, RoleSession session, Turn turn) {
    if (!session.isExpiredAt(Instant.ofEpochMilli(clock.nowMs())) && cache.valid(slot.key()) == null) {
      slot.asked(clock.nowMs(), turn.ticks);
      hold(slot, session, turn);
      rest(slot, turn);
    }
  }

  /** Records that a fetch has failed and plans the next one; what is held stays. */
  void failed(Slot slot, Failure failure, boolean derived, Turn turn) {
    slot.failures++;
    slot.lastFailure = failure;
    long wait = waitOf(slot, failure, turn);
    slot.attemptAt = turn.ticksAfter(wait);
    if (needsPerson(failure.reason())) {
      slot.attemptAt = Due.NEVER;
      wait = BackOff.LOCAL_MS;
    } else if (failure.reason() == FailureReason.LOCAL_CONFIGURATION) {
      wait = LOCAL_TERMINAL_MS;
    } else if (!failure.recoverable()) {
      wait = backOff.refusal();
    }
    // The base keeps its own distance from its upstream; asking the base again costs nothing.
    slot.notBefore = turn.ticksAfter(derived ? BackOff.LOCAL_MS : wait);
    refuse(slot, failure, slot.notBefore, turn);
    Duration next = Duration.ofMillis(turn.msUntil(slot.attemptAt == Due.NEVER
        ? slot.notBefore
        : slot.attemptAt));
    SessionPlan plan = slot.plan;
    int failures = slot.failures;
    turn.then(() -> listener.failed(plan, failure, failures, next));
  }

  /** Lets callers be told this without a look at anything, until a moment, or until the upstream is back. */
  Refusal refuse(Slot slot, Failure failure, long until, Turn turn) {
    // While an upstream is believed dead callers come through now and then, so that it is known they ask.
    long limit = slot.gate.isOpen() ? slot.gate.nextLook(turn.ticks) : until;
    var refusal = new Refusal(failure, limit - until < 0 ? limit : until, slot.gate.epoch());
    slot.refusal = refusal;
    return refusal;
  }

  /** Sets the slot's deadline to what comes next while no call is under way. */
  void rest(Slot slot, Turn turn) {
    long next = slot.flight == null ? slot.attemptAt : Due.NEVER;
    if (slot.expiresAtMs != 0) {
      next = Math.min(next, turn.ticksAfter(Math.max(0, slot.expiresAtMs - clock.nowMs())));
    }
    if (canFallIdle(slot)) {
      next = Math.min(next, slot.idleAt(turn.ticks, settings.idleAfter().toNanos()));
    }
    deadlines.set(slot, next);
  }

  /** Does what has become due at rest. Returns whether the session is to be fetched now. */
  boolean isFetchDue(Slot slot, Turn turn) {
    if (slot.expiresAtMs != 0 && slot.expiresAtMs <= clock.nowMs()) {
      // It stays in the cache, which lets go of it by ticks: a clock that turns out wrong may revive it.
      slot.expiresAtMs = 0;
      SessionPlan plan = slot.plan;
      turn.then(() -> listener.expired(plan));
    }
    if (canFallIdle(slot) && slot.idleAt(turn.ticks, settings.idleAfter().toNanos()) - turn.ticks <= 0) {
      drop(slot, turn);
      return false;
    }
    if (slot.flight != null || slot.attemptAt == Due.NEVER || slot.attemptAt - turn.ticks > 0) {
      return false;
    }
    if (slot.expiresAtMs != 0 && cache.valid(slot.key()) == null && !slot.plan.keepWarm()) {
      // The cache was full and has let go of it: not worth a call until somebody asks.
      drop(slot, turn);
      return false;
    }
    return true;
  }

  /** Lets go of what is held and of what is known of failures. */
  void drop(Slot slot, Turn turn) {
    boolean held = slot.expiresAtMs != 0;
    cache.remove(slot.key());
    slot.clear();
    if (held) {
      SessionPlan plan = slot.plan;
      turn.then(() -> listener.dropped(plan));
    }
  }

  /** Plans anew after the trusted clock has changed. */
  void replan(Slot slot, Turn turn) {
    Held held = cache.replan(slot.key());
    if (held != null) {
      slot.expiresAtMs = held.expirationMs();
      // Whoever has demanded a new session is not content with the one that is held.
      if (slot.flight != null && !slot.flight.bypass) {
        slot.flight.answer(held.session(), turn);
      }
    }
    Failure failure = slot.lastFailure;
    if (failure != null && failure.recoverable()) {
      slot.forgive(turn.ticks);
      slot.attemptAt = turn.ticks;
    } else if (failure == null && slot.expiresAtMs != 0) {
      slot.attemptAt = turn.ticksAfter(Math.max(0, slot.refreshAtMs - clock.nowMs()));
    }
    if (slot.flight == null) {
      rest(slot, turn);
    }
  }

  private long waitOf(Slot slot, Failure failure, Turn turn) {
    if (!failure.recoverable()) {
      return backOff.terminal(slot.failures);
    }
    long wait = slot.gate.isEager(turn.ticks)
        ? backOff.eager()
        : slot.gate.isOpen() ? backOff.outage() : backOff.recoverable(slot.failures);
    Duration asked = failure.retryAfter();
    return asked == null ? wait : Math.max(wait, Math.min(asked.toMillis(), LONGEST_RETRY_AFTER_MS));
  }

  private static boolean canFallIdle(Slot slot) {
    return !slot.plan.keepWarm() && slot.flight == null
        && (slot.expiresAtMs != 0 || slot.lastFailure != null || slot.attemptAt != Due.NEVER);
  }

  /** Credentials without an end are never the same: asking again is what renews their presumed lifetime. */
  private static boolean areSame(Credentials fetched, RoleSession held) {
    @Nullable
    Instant expiration = fetched.expiration();
    return expiration != null && expiration.equals(held.expiration())
        && fetched.accessKeyId().equals(held.credentials().accessKeyId());
  }
}
