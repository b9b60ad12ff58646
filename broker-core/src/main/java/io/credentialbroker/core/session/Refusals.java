package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * What callers are told while an upstream is believed dead, and the sign of life that their asking may set
 * off. Guarded by the engine's lock.
 */
final class Refusals {
  private final Upkeep upkeep;
  private final UpstreamProbe upstreamProbe;
  private final Turns turns;
  private final BiConsumer<Slot, Turn> tryNow;

  /** {@code tryNow} begins a fetch because there has been a sign of life. */
  Refusals(Upkeep upkeep, UpstreamProbe upstreamProbe, Turns turns, BiConsumer<Slot, Turn> tryNow) {
    this.upkeep = upkeep;
    this.upstreamProbe = upstreamProbe;
    this.turns = turns;
    this.tryNow = tryNow;
  }

  /** The answer to a caller who asks while nothing can be had, kept for those who come after. */
  CompletableFuture<RoleSession> refuse(Slot slot, Turn turn) {
    UpstreamGate gate = slot.gate;
    if (upstreamProbe != UpstreamProbe.NONE && gate.wantsHint(slot, turn.ticks)) {
      turn.then(() -> {
        var _ = signOfLife(gate.name).whenComplete((alive, _) -> turns.take(later -> {
          Slot asked = gate.hinted(Boolean.TRUE.equals(alive), later.ticks);
          if (asked != null && asked.planned) {
            tryNow.accept(asked, later);
          }
        }));
      });
    }
    return upkeep.refuse(slot, failureOf(slot), Due.NEVER, turn).ready();
  }

  /** Why nothing can be had: the session's own last failure, or that of the upstream. */
  static Failure failureOf(Slot slot) {
    Failure own = slot.lastFailure;
    if (own != null) {
      return own;
    }
    Failure upstream = slot.gate.lastFailure();
    String silent = slot.gate.name + " has not answered lately";
    return upstream == null
        ? Failure.of(FailureReason.UNREACHABLE, slot.plan.label(), silent + '.',
            "Check the network; the broker tries again by itself.")
        : new Failure(upstream.reason(), slot.plan.label(), silent + ": " + upstream.message(),
            upstream.remedy(), upstream.upstreamCode(), upstream.retryAfter());
  }

  private CompletableFuture<Boolean> signOfLife(String upstream) {
    try {
      return upstreamProbe.isAlive(upstream);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
