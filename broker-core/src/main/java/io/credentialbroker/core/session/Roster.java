package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is planned: the slots in the order of planning, and the gates of their upstreams. Guarded by
 * the engine's lock; {@link #slot} may be read without it.
 */
final class Roster {
  private final SessionSettings settings;
  private final BackOff backOff;
  private final Deadlines deadlines;
  private final Upkeep upkeep;
  private final Flights flights;
  private final Map<String, UpstreamGate> gates = new HashMap<>();
  /** Replaced as a whole. */
  private volatile Map<SessionKey, Slot> slots = Map.of();
  /** From before a restart; null once a plan has said which of them are wanted. */
  private @Nullable Map<SessionKey, RoleSession> carried = new HashMap<>();

  Roster(SessionSettings settings, BackOff backOff, Deadlines deadlines, Upkeep upkeep, Flights flights) {
    this.settings = settings;
    this.backOff = backOff;
    this.deadlines = deadlines;
    this.upkeep = upkeep;
    this.flights = flights;
  }

  @Nullable
  Slot slot(SessionKey key) {
    return slots.get(key);
  }

  Collection<Slot> slots() {
    return slots.values();
  }

  /** How every upstream stands that a session is made at; sources that call nothing have none. */
  List<UpstreamStatus> upstreams(Turn turn) {
    return gates.values().stream().filter(gate -> !gate.name.isEmpty()).map(gate -> gate.status(turn.ticks))
        .toList();
  }

  /** Replaces what is planned; {@code gone} is told to those who wait for a key that no longer is. */
  void replace(Collection<SessionPlan> plans, Failure gone, Turn turn) {
    var next = new LinkedHashMap<SessionKey, Slot>();
    var upstreams = new HashSet<String>();
    for (SessionPlan plan : plans) {
      upstreams.add(plan.upstream());
      Slot twice = next.get(plan.key());
      if (twice == null) {
        next.put(plan.key(), slotFor(plan));
      } else if (plan.keepWarm()) {
        twice.plan = plan;
      }
    }
    slots.forEach((key, slot) -> {
      if (!next.containsKey(key)) {
        discard(slot, gone, turn);
      }
    });
    forgetGates(upstreams);
    slots = next;
    takeOver(turn);
    warmUp(turn);
  }

  /** Holds a session from before a restart, or keeps it for the first plan. */
  void adopt(RoleSession session, Turn turn) {
    Slot slot = slots.get(session.key());
    if (slot != null) {
      upkeep.takeOver(slot, session, turn);
    } else if (carried != null) {
      carried.put(session.key(), session);
    }
  }

  private void takeOver(Turn turn) {
    var waiting = carried;
    carried = null;
    if (waiting != null) {
      waiting.values().forEach(session -> adopt(session, turn));
    }
  }

  /** Lets go of everything, without a word: whoever stops the broker knows that sessions end with it. */
  void clear(Failure gone, Turn turn) {
    slots.values().forEach(slot -> {
      slot.expiresAtMs = 0;
      discard(slot, gone, turn);
    });
    slots = Map.of();
    carried = null;
    forgetGates(Set.of());
  }

  /** Plans everything anew by the trusted clock as it is now. */
  void replan(Turn turn) {
    slots.values().forEach(slot -> upkeep.replan(slot, turn));
    gates.values().forEach(gate -> flights.drain(gate, turn));
  }

  /** What was known of the network before a jump of the clock is worth nothing any more. */
  void distrustNetwork(long eagerUntil, Turn turn) {
    gates.values().forEach(gate -> gate.reset(eagerUntil));
    slots.values().forEach(slot -> flights.hurry(slot, turn));
  }

  /** Everything that an upstream has failed is due now that it has recovered. */
  void recovered(UpstreamGate gate, Turn turn) {
    for (Slot slot : slots.values()) {
      Failure failure = slot.lastFailure;
      if (slot.gate == gate && slot.flight == null && failure != null && failure.recoverable()) {
        slot.forgive(turn.ticks);
        slot.attemptAt = turn.ticks;
        upkeep.rest(slot, turn);
      }
    }
  }

  private Slot slotFor(SessionPlan plan) {
    UpstreamGate gate = gates.computeIfAbsent(plan.upstream(),
        name -> new UpstreamGate(name, settings, backOff));
    Slot known = slots.get(plan.key());
    if (known == null) {
      return new Slot(plan, gate);
    }
    known.gate = gate;
    known.plan = plan;
    return known;
  }

  private void discard(Slot slot, Failure gone, Turn turn) {
    slot.planned = false;
    flights.stop(slot, gone, turn);
    upkeep.drop(slot, turn);
    deadlines.cancel(slot);
  }

  private void forgetGates(Set<String> used) {
    gates.values().removeIf(gate -> {
      boolean unused = !used.contains(gate.name);
      if (unused) {
        deadlines.cancel(gate);
      }
      return unused;
    });
  }

  /** Spreads the first fetches of what is kept warm over the time that the limit on calls allows. */
  private void warmUp(Turn turn) {
    var cold = slots.values().stream().filter(Roster::isToBeWarmed).toList();
    long spreadMs = cold.size() * 1_000L / settings.callsPerSecond();
    for (Slot slot : cold) {
      slot.attemptAt = turn.ticksAfter((long) (spreadMs * slot.key().fraction()));
    }
    for (Slot slot : slots.values()) {
      if (slot.flight == null) {
        upkeep.rest(slot, turn);
      }
    }
  }

  private static boolean isToBeWarmed(Slot slot) {
    return slot.plan.keepWarm() && slot.expiresAtMs == 0 && slot.flight == null && slot.lastFailure == null
        && slot.attemptAt == Due.NEVER;
  }
}
