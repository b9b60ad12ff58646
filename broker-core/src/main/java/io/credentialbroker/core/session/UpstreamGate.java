package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.session.UpstreamStatus.Breaker;
import io.credentialbroker.core.source.Urgency;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands between fetches and one upstream: a limit on calls per second with waiting callers first, a
 * budget for quick retries, and a breaker that lets single probes through while the upstream is believed
 * dead. Sources that call nothing (the empty name) pass freely. Guarded by the engine's lock.
 */
final class UpstreamGate extends Due {
  private static final int TENTHS = 10;

  final String name;
  private final SessionSettings settings;
  private final BackOff backOff;
  private final CallWindow window;
  private final ArrayDeque<Flight> ahead = new ArrayDeque<>();
  private final ArrayDeque<Flight> callers = new ArrayDeque<>();
  private final ArrayDeque<Flight> background = new ArrayDeque<>();

  private Breaker breaker = Breaker.CLOSED;
  private int failures;
  private int budget;
  private long nextProbe;
  private long eagerUntil = Long.MIN_VALUE;
  private @Nullable Failure lastFailure;
  /** Rises with every recovery; read without the lock. */
  private volatile int epoch;

  private long nextHint = Long.MIN_VALUE;
  private boolean hintUnderWay;
  private boolean hintBelieved = true;
  private boolean hintActedOn;
  private @Nullable Slot asked;

  UpstreamGate(String name, SessionSettings settings, BackOff backOff) {
    this.name = name;
    this.settings = settings;
    this.backOff = backOff;
    this.window = new CallWindow(settings.callsPerSecond());
    this.budget = settings.retryBudget() * TENTHS;
  }

  int epoch() {
    return epoch;
  }

  /** How it stands. */
  UpstreamStatus status(long now) {
    return new UpstreamStatus(name, breaker, queued().size(), window.takenSince(now),
        settings.callsPerSecond(),
        budget / TENTHS);
  }

  /** Whether the upstream is believed dead. */
  boolean isOpen() {
    return breaker != Breaker.CLOSED;
  }

  /** The failure that made it believed dead, or the last one since. */
  @Nullable
  Failure lastFailure() {
    return lastFailure;
  }

  /** Puts a fetch into the queue, or further ahead in it. */
  void enqueue(Flight flight) {
    flight.phase = Flight.Phase.QUEUED;
    if (flight.ahead) {
      ahead.add(flight);
    } else {
      (flight.urgency == Urgency.CALLER_WAITS ? callers : background).add(flight);
    }
  }

  /** The next fetch that may call now; null when none may. */
  @Nullable
  Flight next(long now) {
    if (name.isEmpty()) {
      return poll();
    }
    if (window.freeAt(now) - now > 0) {
      return null;
    }
    Flight next = switch (breaker) {
      case CLOSED -> poll();
      case PROBING -> pollBypassing();
      case OPEN -> {
        Flight bypassing = pollBypassing();
        yield bypassing == null && nextProbe - now <= 0 ? pollProbe() : bypassing;
      }
    };
    if (next != null) {
      window.take(now);
    }
    return next;
  }

  /** When {@link #next} may have something to give, in ticks. */
  long wakeAt(long now) {
    if (!anyQueued()) {
      return NEVER;
    }
    long free = window.freeAt(now);
    return switch (breaker) {
      case CLOSED -> free;
      case OPEN -> bypassingIn(ahead) || free - nextProbe > 0 ? free : nextProbe;
      case PROBING -> bypassingIn(ahead) ? free : NEVER;
    };
  }

  /** The fetches waiting for their turn. */
  List<Flight> queued() {
    var queued = new ArrayList<Flight>();
    for (var queue : List.of(ahead, callers, background)) {
      for (Flight flight : queue) {
        if (flight.phase == Flight.Phase.QUEUED) {
          queued.add(flight);
        }
      }
    }
    return queued;
  }

  /** The upstream has answered, if only to refuse. Returns whether it was believed dead. */
  boolean answered(Flight flight) {
    flight.probe = false;
    failures = 0;
    budget = Math.min(settings.retryBudget() * TENTHS, budget + 1);
    hintBelieved = true;
    if (breaker == Breaker.CLOSED) {
      return false;
    }
    close();
    return true;
  }

  /** The upstream has not answered, or is in trouble. Returns whether it is believed dead from now on. */
  boolean failed(Flight flight, Failure failure, long now) {
    if (name.isEmpty()) {
      return false;
    }
    lastFailure = failure;
    failures++;
    boolean opens = breaker == Breaker.CLOSED && failures >= settings.breakerThreshold();
    if (opens || flight.probe) {
      flight.probe = false;
      // A sign of life that a real call does not bear out is the last one believed for now.
      hintBelieved &= !hintActedOn;
      reopen(now);
    }
    return opens;
  }

  /** Nothing was called after all. With {@code derived} it was the base that could not be had. */
  void notCalled(Flight flight, long calledAt, boolean derived, long now) {
    window.giveBack(calledAt);
    if (flight.probe) {
      flight.probe = false;
      reopen(now);
      if (!derived) {
        nextProbe = now;
      }
    }
  }

  /** Whether the budget allows a quick retry, which it then has paid for. */
  boolean allowsRetry() {
    if (isOpen() || budget < TENTHS) {
      return false;
    }
    budget -= TENTHS;
    return true;
  }

  /** What happened before a jump of the clock says nothing any more; the network may need some seconds. */
  void reset(long eagerUntilTicks) {
    eagerUntil = eagerUntilTicks;
    failures = 0;
    hintBelieved = true;
    close();
  }

  boolean isEager(long now) {
    return eagerUntil != Long.MIN_VALUE && eagerUntil - now > 0;
  }

  /** Whether a sign of life should be asked for now, on behalf of {@code slot}; if so it counts as asked. */
  boolean wantsHint(Slot slot, long now) {
    asked = slot;
    if (hintUnderWay || !hintBelieved || breaker != Breaker.OPEN
        || nextHint != Long.MIN_VALUE && nextHint - now > 0) {
      return false;
    }
    hintUnderWay = true;
    nextHint = now + backOff.probe() * 1_000_000;
    return true;
  }

  /** Until when callers may be refused without anybody noticing that they ask. */
  long nextLook(long now) {
    return nextHint != Long.MIN_VALUE && nextHint - now > 0 ? nextHint : now + backOff.probe() * 1_000_000;
  }

  /** Takes the answer; returns whose fetch should be tried now, if any. */
  @Nullable
  Slot hinted(boolean alive, long now) {
    hintUnderWay = false;
    if (!alive || breaker != Breaker.OPEN) {
      return null;
    }
    nextProbe = now;
    hintActedOn = true;
    return asked;
  }

  private void close() {
    breaker = Breaker.CLOSED;
    hintActedOn = false;
    asked = null;
    epoch = epoch + 1;
  }

  private void reopen(long now) {
    breaker = Breaker.OPEN;
    hintActedOn = false;
    nextProbe = now + (isEager(now) ? backOff.eager() : backOff.probe()) * 1_000_000;
  }

  private @Nullable Flight pollProbe() {
    Flight probe = poll();
    if (probe != null) {
      probe.probe = true;
      breaker = Breaker.PROBING;
    }
    return probe;
  }

  private @Nullable Flight poll() {
    for (var queue : List.of(ahead, callers, background)) {
      for (Flight flight = queue.poll(); flight != null; flight = queue.poll()) {
        // A fetch that was moved ahead or withdrawn has left its old place behind.
        if (flight.phase == Flight.Phase.QUEUED) {
          return flight;
        }
      }
    }
    return null;
  }

  private @Nullable Flight pollBypassing() {
    for (Iterator<Flight> queue = ahead.iterator(); queue.hasNext();) {
      Flight flight = queue.next();
      if (flight.phase == Flight.Phase.QUEUED && flight.bypass) {
        queue.remove();
        return flight;
      }
    }
    return null;
  }

  private static boolean bypassingIn(ArrayDeque<Flight> queue) {
    return queue.stream().anyMatch(flight -> flight.phase == Flight.Phase.QUEUED && flight.bypass);
  }

  private boolean anyQueued() {
    for (var queue : List.of(ahead, callers, background)) {
      while (!queue.isEmpty() && queue.peek().phase != Flight.Phase.QUEUED) {
        queue.remove();
      }
      if (!queue.isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
