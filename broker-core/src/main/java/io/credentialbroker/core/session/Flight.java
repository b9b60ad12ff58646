package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.source.Urgency;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One fetch, however many callers wait for it: one to three calls of the source, a pause before each but the
 * first. Guarded by the engine's lock.
 */
final class Flight {
  /** Where it is. */
  enum Phase {
    /** In the queue of its upstream. */
    QUEUED,
    /** The source has been asked. */
    CALLING,
    /** A call has failed; the next one follows shortly. */
    PAUSING,
    /** Over. */
    DONE
  }

  final Slot slot;
  final UpstreamGate gate;
  Phase phase = Phase.QUEUED;
  Urgency urgency;
  /** Goes before all others: a chain waits for it while its own call is already counted. */
  boolean ahead;
  /** Need not wait for a dead upstream's next probe: a person has asked for it, or the probe needs it. */
  boolean bypass;
  boolean probe;
  /** Completed for all callers together; a caller has a future of its own that follows this one. */
  CompletableFuture<RoleSession> outcome = new CompletableFuture<>();
  boolean awaited;
  int attempts;
  @Nullable
  Attempt current;

  Flight(Slot slot, Urgency urgency) {
    this.slot = slot;
    this.gate = slot.gate;
    this.urgency = urgency;
  }

  /** Answers those who wait, though the fetch goes on; who comes later waits anew. */
  void answer(RoleSession session, Turn turn) {
    CompletableFuture<RoleSession> waiting = renewOutcome();
    turn.then(() -> waiting.complete(session));
  }

  /** Turns away those who wait, though the fetch goes on; who comes later waits anew. */
  void turnAway(Failure failure, Turn turn) {
    if (awaited && !bypass) {
      CompletableFuture<RoleSession> waiting = renewOutcome();
      turn.then(() -> waiting.completeExceptionally(new FailureException(failure)));
    }
  }

  private CompletableFuture<RoleSession> renewOutcome() {
    CompletableFuture<RoleSession> waiting = outcome;
    outcome = new CompletableFuture<>();
    awaited = false;
    return waiting;
  }

  /** Whether what this fetch asks of its base may pass a breaker. */
  boolean passesBreakers() {
    return probe || bypass;
  }

  /** One call of the source. */
  static final class Attempt {
    final Flight flight;
    final int generation;
    final long startedAt;
    /** Set when the session this call is based on could not be had: then the call itself was never made. */
    volatile boolean baseFailed;
    boolean settled;

    Attempt(Flight flight, long startedAt) {
      this.flight = flight;
      this.generation = flight.slot.generation;
      this.startedAt = startedAt;
    }
  }
}
