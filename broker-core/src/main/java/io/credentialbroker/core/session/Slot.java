package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one planned session besides the session itself, which only the cache holds (otherwise the
 * cache's bound would bound nothing). Guarded by the engine's lock, except where a field says otherwise.
 */
final class Slot extends Due {
  SessionPlan plan;
  UpstreamGate gate;
  /** False once a newer plan has left it out. */
  boolean planned = true;
  /** The fetch under way, waiting for its turn included. */
  @Nullable
  Flight flight;
  /** Rises when what has been asked for must no longer be used: answers to older calls are thrown away. */
  int generation;

  /** When the session held runs out, by the trusted clock; 0 when none is held. */
  long expiresAtMs;
  /** When the session held is to be fetched again, by the trusted clock. */
  long refreshAtMs;
  /** The next attempt with nobody asking, in ticks. */
  long attemptAt = NEVER;
  /** The next attempt because somebody asks, in ticks; counts only while {@link #lastFailure} is there. */
  long notBefore;

  @Nullable
  Failure lastFailure;
  int failures;

  /** Read without the lock. */
  volatile @Nullable Refusal refusal;
  /**
   * When somebody last asked: by the trusted clock, 0 when nobody has yet, and by the ticker, because the time
   * that a machine sleeps is not idle time. Written without the lock by every hit, and plain on purpose: a late
   * or lost update moves the idle time-out by next to nothing.
   */
  private long lastAskedMs;
  private long lastAskedTicks;

  Slot(SessionPlan plan, UpstreamGate gate) {
    this.plan = plan;
    this.gate = gate;
  }

  SessionKey key() {
    return plan.key();
  }

  void asked(long nowMs, long ticks) {
    lastAskedMs = nowMs;
    lastAskedTicks = ticks;
  }

  /** When it will have been idle for so long; at once if nobody has ever asked. */
  long idleAt(long ticks, long idleNanos) {
    return lastAskedMs == 0 ? ticks : lastAskedTicks + idleNanos;
  }

  /** Nothing is held and nothing has failed: as if it had just been planned. */
  void clear() {
    generation++;
    expiresAtMs = 0;
    attemptAt = NEVER;
    lastFailure = null;
    failures = 0;
    refusal = null;
  }

  /** Whether it holds nothing because nobody had given the code that one of these profiles needs. */
  boolean wantsCodeOf(Set<ProfileName> profiles) {
    return expiresAtMs == 0 && lastFailure != null && lastFailure.reason() == FailureReason.MFA_NEEDED
        && plan.profiles().stream().anyMatch(profiles::contains);
  }

  /** Forgets that the last attempts failed, so that the next one may be made at once. */
  void forgive(long ticks) {
    notBefore = ticks;
    refusal = null;
    failures = 0;
  }

  /** How it stands. */
  SessionStatus status(@Nullable RoleSession session, @Nullable Instant nextAttempt) {
    Instant asked = lastAskedMs == 0 ? null : Instant.ofEpochMilli(lastAskedMs);
    return new SessionStatus(key(), plan.label(), state(session != null), session, nextAttempt, lastFailure,
        failures, asked, plan.profiles());
  }

  private SessionStatus.State state(boolean held) {
    Failure failure = lastFailure;
    if (held) {
      return failure == null ? SessionStatus.State.FRESH : SessionStatus.State.STALE;
    }
    if (failure == null) {
      return flight == null ? SessionStatus.State.IDLE : SessionStatus.State.FETCHING;
    }
    if (failure.reason() == FailureReason.SIGN_IN_NEEDED) {
      return SessionStatus.State.SIGN_IN_NEEDED;
    }
    return failure.reason() == FailureReason.MFA_NEEDED
        ? SessionStatus.State.MFA_NEEDED
        : SessionStatus.State.FAILED;
  }
}
