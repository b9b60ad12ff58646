package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.session.Flight.Attempt;
import io.credentialbroker.core.session.Flight.Phase;
import io.credentialbroker.core.source.Urgency;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches: begun once however many want them, put through the gate of their upstream, timed, tried again
 * quickly, ended. Guarded by the engine's lock, which {@link Turns} takes for what comes in from outside.
 */
final class Flights {
  private static final String NETWORK = "Check the network; the broker tries again by itself.";

  /** A source that calls no upstream and takes long is a command. */
  private static final String COMMAND_HANGS = "Run the profile's command in a terminal and see what it waits for: it "
      + "gets no input here, and one that asks this broker for its own profile waits for itself.";

  /** Calls of one fetch, the first included: a passing fault should not reach the callers who wait. */
  private static final int ATTEMPTS = 3;
  private static final long PATIENCE_AFTER_JUMP_MS = 1_500;

  private final SessionSettings settings;
  private final SessionCache cache;
  private final ClockWatch clock;
  private final Deadlines deadlines;
  private final BackOff backOff;
  private final Upkeep upkeep;
  private final Executor executor;
  private final Turns turns;
  private final Refusals refusals;
  /** On whose behalf this thread is inside a source: what it asks for meanwhile is the base of that fetch. */
  private final ScopedValue<Attempt> asking = ScopedValue.newInstance();

  Flights(SessionSettings settings, SessionCache cache, ClockWatch clock, Deadlines deadlines,
      BackOff backOff,
      Upkeep upkeep, Executor executor, UpstreamProbe upstreamProbe, Turns turns) {
    this.settings = settings;
    this.cache = cache;
    this.clock = clock;
    this.deadlines = deadlines;
    this.backOff = backOff;
    this.upkeep = upkeep;
    this.executor = executor;
    this.turns = turns;
    this.refusals = new Refusals(upkeep, upstreamProbe, turns, (slot, turn) -> {
      join(slot, Urgency.CALLER_WAITS, false, false, turn);
      drain(slot.gate, turn);
    });
  }

  /** The fetch from within whose source this thread is asking; null when it is a caller's. */
  @Nullable
  Attempt onBehalfOf() {
    return asking.isBound() ? asking.get() : null;
  }

  /** The session for somebody who has not found a valid one. */
  CompletableFuture<RoleSession> ask(Slot slot, @Nullable Attempt dependent, Turn turn) {
    slot.asked(clock.nowMs(), turn.ticks);
    boolean bypass = dependent != null && dependent.flight.passesBreakers();
    Refusal refusal = slot.refusal;
    if (refusal != null && refusal.standsAt(turn.ticks, slot.gate) && !(bypass && refusal.recoverable())) {
      return refusal.ready();
    }
    Failure failure = slot.lastFailure;
    if (slot.flight == null && slot.gate.isOpen() && !bypass && failure != null && failure.recoverable()
        && slot.notBefore - turn.ticks > 0) {
      return refusals.refuse(slot, turn);
    }
    Urgency urgency = dependent == null ? Urgency.CALLER_WAITS : dependent.flight.urgency;
    Flight flight = join(slot, urgency, dependent != null, bypass, turn);
    if (flight.phase == Phase.QUEUED && flight.gate.isOpen() && !flight.bypass) {
      return refusals.refuse(slot, turn);
    }
    return waiter(flight, true, dependent);
  }

  /** A fetch now, because a person wants it. */
  CompletableFuture<RoleSession> demand(Slot slot, Turn turn) {
    slot.asked(clock.nowMs(), turn.ticks);
    return waiter(join(slot, Urgency.CALLER_WAITS, true, true, turn), false, null);
  }

  /** Begins a fetch with nobody waiting. */
  void refresh(Slot slot, Turn turn) {
    join(slot, Urgency.BACKGROUND, false, false, turn);
  }

  /** What has come due of a slot. */
  void due(Slot slot, Turn turn) {
    boolean fetch = upkeep.isFetchDue(slot, turn);
    Flight flight = slot.flight;
    if (flight == null) {
      if (fetch) {
        refresh(slot, turn);
      } else {
        upkeep.rest(slot, turn);
      }
      return;
    }
    switch (flight.phase) {
      case CALLING -> timedOut(flight, turn);
      case PAUSING -> queue(flight, turn);
      case QUEUED, DONE -> upkeep.rest(slot, turn);
    }
  }

  /** Throws away what the call under way will bring, and calls again for those who wait. */
  void restart(Slot slot, Turn turn) {
    Flight flight = slot.flight;
    if (flight != null && flight.phase == Phase.CALLING) {
      abandon(flight, turn);
      flight.attempts = 0;
      flight.ahead = true;
      flight.bypass = true;
      queue(flight, turn);
    }
  }

  /** A call that was under way when the machine went to sleep mostly has lost its connection. */
  void hurry(Slot slot, Turn turn) {
    Flight flight = slot.flight;
    long limit = turn.ticksAfter(PATIENCE_AFTER_JUMP_MS);
    if (flight != null && flight.phase == Phase.CALLING && slot.at - limit > 0) {
      deadlines.set(slot, limit);
    }
  }

  /** Ends the fetch under way, if any, for good. */
  void stop(Slot slot, Failure failure, Turn turn) {
    Flight flight = slot.flight;
    if (flight != null) {
      abandon(flight, turn);
      end(flight);
      turn.then(() -> flight.outcome.completeExceptionally(new FailureException(failure)));
      drain(flight.gate, turn);
    }
  }

  /** Lets the fetches call that may, and sets the gate's next moment. */
  void drain(UpstreamGate gate, Turn turn) {
    for (Flight flight = gate.next(turn.ticks); flight != null; flight = gate.next(turn.ticks)) {
      launch(flight, turn);
    }
    deadlines.set(gate, gate.wakeAt(turn.ticks));
  }

  private Flight join(Slot slot, Urgency urgency, boolean ahead, boolean bypass, Turn turn) {
    Flight flight = slot.flight;
    if (flight == null) {
      flight = new Flight(slot, urgency);
      slot.flight = flight;
      flight.ahead = ahead;
      flight.bypass = bypass;
      queue(flight, turn);
    } else if (urgency == Urgency.CALLER_WAITS && flight.urgency == Urgency.BACKGROUND
        || ahead && !flight.ahead || bypass && !flight.bypass) {
      flight.urgency = urgency == Urgency.CALLER_WAITS ? urgency : flight.urgency;
      flight.ahead |= ahead;
      flight.bypass |= bypass;
      if (flight.phase == Phase.QUEUED) {
        flight.gate.enqueue(flight);
        drain(flight.gate, turn);
      }
    }
    return flight;
  }

  private void queue(Flight flight, Turn turn) {
    flight.gate.enqueue(flight);
    upkeep.rest(flight.slot, turn);
    drain(flight.gate, turn);
    if (flight.phase == Phase.QUEUED && flight.gate.isOpen() && !flight.bypass) {
      flight.turnAway(Refusals.failureOf(flight.slot), turn);
    }
  }

  private void launch(Flight flight, Turn turn) {
    var attempt = new Attempt(flight, turn.ticks);
    Duration limit = flight.probe ? settings.probeTimeout() : settings.attemptTimeout();
    Urgency urgency = flight.urgency;
    var source = flight.slot.plan.source();
    flight.phase = Phase.CALLING;
    flight.attempts++;
    flight.current = attempt;
    deadlines.set(flight.slot, turn.ticksAfter(limit.toMillis()));
    turn.then(() -> {
      try {
        executor.execute(() -> ScopedValue.where(asking, attempt).run(() -> {
          try {
            var _ = source.fetch(urgency).whenComplete((got, error) -> settled(attempt, got, error));
          } catch (RuntimeException e) {
            settled(attempt, null, e);
          }
        }));
      } catch (RejectedExecutionException e) {
        settled(attempt, null, e);
      }
    });
  }

  private void settled(Attempt attempt, @Nullable Credentials got, @Nullable Throwable error) {
    turns.take(turn -> {
      if (attempt.settled) {
        late(attempt, got, turn);
      } else if (got == null) {
        attempt.settled = true;
        failed(attempt, inWords(attempt, error), turn);
      } else {
        attempt.settled = true;
        succeeded(attempt, got, turn);
      }
    });
  }

  private void succeeded(Attempt attempt, Credentials got, Turn turn) {
    Flight flight = attempt.flight;
    long expirationMs = upkeep.expirationOf(got).toEpochMilli();
    if (expirationMs <= clock.nowMs()) {
      if (!clock.doubt(expirationMs)) {
        failed(attempt, Failure.of(FailureReason.MALFORMED_ANSWER, flight.slot.plan.label(),
            "The source answered with credentials that expired at " + got.expiration() + ".",
            "Check the clock of this machine, and whether the source renews what it gives out."), turn);
        return;
      }
      turns.clockChanged(turn);
    }
    Duration took = Duration.ofNanos(turn.ticks - attempt.startedAt);
    upkeep.called(flight.slot, null, took, turn);
    RoleSession session = upkeep.adopt(flight.slot, got, took, turn);
    end(flight);
    turn.then(() -> flight.outcome.complete(session));
    reportAnswer(flight, turn);
    upkeep.rest(flight.slot, turn);
    drain(flight.gate, turn);
  }

  /** An answer to a call that had been given up. It proves the upstream alive, and may be good still. */
  private void late(Attempt attempt, @Nullable Credentials got, Turn turn) {
    Slot slot = attempt.flight.slot;
    if (got == null || !slot.planned || slot.generation != attempt.generation) {
      return;
    }
    reportAnswer(attempt.flight, turn);
    if (upkeep.isNewer(slot, got)) {
      RoleSession session = upkeep.adopt(slot, got, Duration.ofNanos(turn.ticks - attempt.startedAt), turn);
      Flight next = slot.flight;
      if (next == null) {
        upkeep.rest(slot, turn);
      } else {
        next.answer(session, turn);
      }
    }
    drain(attempt.flight.gate, turn);
  }

  private void timedOut(Flight flight, Turn turn) {
    Attempt attempt = flight.current;
    if (attempt != null) {
      attempt.settled = true;
      failed(attempt, Failure.of(FailureReason.UNREACHABLE, flight.slot.plan.label(),
          "No answer within "
              + Duration.ofNanos(turn.ticks - attempt.startedAt).toSeconds() + " seconds.",
          flight.gate.name.isEmpty() ? COMMAND_HANGS : NETWORK), turn);
    }
  }

  private void failed(Attempt attempt, Failure failure, Turn turn) {
    Flight flight = attempt.flight;
    UpstreamGate gate = flight.gate;
    if (!attempt.baseFailed) {
      upkeep.called(flight.slot, failure, Duration.ofNanos(turn.ticks - attempt.startedAt), turn);
    }
    if (attempt.baseFailed || isLocal(failure)) {
      gate.notCalled(flight, attempt.startedAt, attempt.baseFailed, turn.ticks);
    } else if (isTrouble(failure.reason())) {
      if (gate.failed(flight, failure, turn.ticks)) {
        // Nobody is kept waiting while the upstream is believed dead; the fetches themselves wait for its probe.
        gate.queued().forEach(waiting -> waiting.turnAway(Refusals.failureOf(waiting.slot), turn));
      }
    } else {
      reportAnswer(flight, turn);
    }
    if (isWorthAnotherTry(attempt, failure) && gate.allowsRetry()) {
      flight.phase = Phase.PAUSING;
      deadlines.set(flight.slot, turn.ticksAfter(backOff.quick(flight.attempts)));
    } else {
      end(flight);
      upkeep.failed(flight.slot, failure, attempt.baseFailed, turn);
      upkeep.rest(flight.slot, turn);
      turn.then(() -> flight.outcome.completeExceptionally(new FailureException(failure)));
    }
    drain(gate, turn);
  }

  private static boolean isWorthAnotherTry(Attempt attempt, Failure failure) {
    return failure.recoverable() && failure.reason() != FailureReason.THROTTLED
        && failure.retryAfter() == null
        && !attempt.baseFailed && attempt.flight.attempts < ATTEMPTS;
  }

  /** Whether the failure says that the upstream itself is not well. */
  private static boolean isTrouble(FailureReason reason) {
    return reason == FailureReason.UNREACHABLE || reason == FailureReason.UPSTREAM_ERROR
        || reason == FailureReason.THROTTLED || reason == FailureReason.MALFORMED_ANSWER;
  }

  /** Whether the failure says nothing of the upstream, which has not been called. */
  private static boolean isLocal(Failure failure) {
    return failure.reason() == FailureReason.INTERNAL
        || !failure.recoverable() && failure.upstreamCode() == null;
  }

  private void reportAnswer(Flight flight, Turn turn) {
    if (flight.gate.answered(flight)) {
      turns.recovered(flight.gate, turn);
    }
  }

  private CompletableFuture<RoleSession> waiter(Flight flight, boolean orHeld, @Nullable Attempt dependent) {
    var waiter = new CompletableFuture<RoleSession>();
    SessionKey key = flight.slot.key();
    flight.awaited = true;
    var _ = flight.outcome.whenComplete((session, error) -> {
      Held held = session == null && orHeld ? cache.valid(key) : null;
      if (session != null) {
        waiter.complete(session);
      } else if (held != null) {
        waiter.complete(held.session());
      } else if (error != null) {
        if (dependent != null) {
          dependent.baseFailed = true;
        }
        waiter.completeExceptionally(error);
      }
    });
    return waiter;
  }

  private static void end(Flight flight) {
    flight.phase = Phase.DONE;
    flight.slot.flight = null;
  }

  /** The call under way, if any, is nobody's any more. */
  private static void abandon(Flight flight, Turn turn) {
    Attempt attempt = flight.current;
    if (flight.phase == Phase.CALLING && attempt != null) {
      attempt.settled = true;
      flight.gate.notCalled(flight, Long.MIN_VALUE, false, turn.ticks);
    }
  }

  private static Failure inWords(Attempt attempt, @Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
    if (cause instanceof FailureException failed) {
      return failed.failure();
    }
    // Only the class: the message of an exception of unknown making may quote a request.
    return Failure.of(FailureReason.INTERNAL, attempt.flight.slot.plan.label(),
        "The source failed: " + (cause == null ? "no outcome" : cause.getClass().getSimpleName()) + ".",
        "Look into the daemon's log; if it stays, report it.");
  }
}
