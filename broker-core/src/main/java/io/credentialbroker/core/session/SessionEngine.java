package io.credentialbroker.core.session;

import com.github.benmanes.caffeine.cache.Ticker;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The session room: holds role sessions and keeps them fresh. Thread-safe. */
public final class SessionEngine implements RoleSessions {
  /*
   * Concurrency
   *
   * A hit is one read of the cache: no lock, no allocation, the same completed future for every caller. A
   * caller who is to be told of a failure again reads a field of the slot, without the lock as well. All else
   * (what is planned, what is under way, when what is due) changes under one lock, in turns. A turn computes and
   * returns; what runs foreign code (a source, a listener, the callers who wait) is collected during the turn
   * and runs when the lock is free. The lock is held for microseconds, so one is enough, and no order of locks
   * has to be kept.
   *
   * A key has at most one fetch under way (Flight). Callers get a future of their own that follows the
   * fetch's: cancelling it cancels nobody. A source that needs the session of its base asks this engine from
   * within its own fetch; that is recognised by a scoped value, for the base has to go before everybody else,
   * past a breaker if its dependent is the probe, and its failure is not the failure of its dependent's
   * upstream.
   *
   * Time
   *
   * There is one timer, set to the earliest of all deadlines, which stand in a heap (Deadlines): a slot has one
   * deadline, a gate has one, and the look at the clocks has one. Work per tick grows with what is due, not with
   * what is held. Deadlines are ticks, since that is what a timer counts; expiry is wall-clock time, since that
   * is what AWS counts. ClockWatch compares both at every request and twice a minute, and when they have come
   * apart all deadlines are computed anew: that is how a broker notices that the machine has slept.
   *
   * Expired means expired by the trusted clock of ClockWatch: the wall clock, corrected by AWS's Date header.
   * The cache's own expiry works by ticks and only frees memory; every hit is checked against the wall clock.
   *
   * Refreshing
   *
   * A session is fetched again at half of its life, give or take ten per cent that belong to its key
   * (RefreshPlan), whether anybody asks or not, until nobody has asked for half a day (unless it is kept warm).
   * At half-life a session of an hour survives an outage of 27 minutes before any client, even one that comes
   * back 15 minutes before the end, notices anything.
   *
   * A base is refreshed for its own sake, by its own slot; dependents take it from the cache. A source that is
   * itself a cache may answer with what is held already: that is no failure, it is asked again at half of
   * what is left.
   *
   * Failure
   *
   * A failure never replaces a session that is valid. Beyond that, how long to wait depends on what failed:
   *
   * - A call failed and may succeed at once: up to two quick retries within the same fetch, callers still
   *   waiting, as long as the upstream's retry budget lasts.
   * - The fetch failed: callers are told so from memory until the next attempt; that follows by itself, after an
   *   exponential back-off with full jitter.
   * - Several calls in a row failed: the upstream is believed dead (UpstreamGate). Nobody waits any more.
   *   Fetches queue up, one goes through every few seconds as a probe, and no session is tried twice in 40
   *   seconds. So the load on a dead upstream is bounded by the number of sessions, not of requests; many
   *   sessions notice a recovery within seconds, because any one's probe speaks for all. A single session
   *   would need 40, so a caller who is turned away may make the engine ask for a sign of life first
   *   (UpstreamProbe), which is not a call.
   * - The upstream refuses for good: tried again slowly, in case somebody mends the policy; callers are told
   *   from memory for 5 to 30 seconds. Only a person can mend it: not tried until a caller asks again.
   *
   * After a recovery everything that failed is due at once, and the limit on calls per second spreads it.
   */
  private static final Duration EAGER_AFTER_JUMP = Duration.ofSeconds(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final SessionSettings settings;
  private final ClockWatch clock;
  private final Timers timers;
  private final SessionListener listener;
  private final SessionCache cache;
  private final Deadlines deadlines = new Deadlines();
  private final ClockCheck clockCheck = new ClockCheck();
  private final Upkeep upkeep;
  private final Flights flights;
  private final Roster roster;
  private boolean closed;
  private Timers.@Nullable Scheduled timer;
  private long timerAt;

  /** An engine that asks no upstream for a sign of life. */
  public SessionEngine(SessionSettings settings, InstantSource wall, Ticker ticker, Timers timers,
      RandomGenerator random, Executor executor, SessionListener listener) {
    this(settings, wall, ticker, timers, random, executor, listener, UpstreamProbe.NONE);
  }

  /**
   * An engine with nothing planned yet.
   *
   * @param ticker counts the same nanoseconds as {@code timers}
   * @param random the jitter of retries; used under a lock
   * @param executor runs sources
   */
  public SessionEngine(SessionSettings settings, InstantSource wall, Ticker ticker, Timers timers,
      RandomGenerator random, Executor executor, SessionListener listener, UpstreamProbe upstreamProbe) {
    this.settings = settings;
    this.timers = timers;
    this.listener = listener;
    this.clock = new ClockWatch(wall, ticker, settings.clockTolerance());
    this.cache = new SessionCache(settings.maximumSessions(), clock);
    var backOff = new BackOff(settings, random);
    this.upkeep = new Upkeep(settings, cache, clock, deadlines, backOff, listener);
    this.flights = new Flights(settings, cache, clock, deadlines, backOff, upkeep, executor, upstreamProbe,
        new EngineTurns());
    this.roster = new Roster(settings, backOff, deadlines, upkeep, flights);
    inTurn(turn -> {
      deadlines.set(clockCheck, turn.ticksAfter(settings.clockCheck().toMillis()));
      return null;
    });
  }

  @Override
  public CompletableFuture<RoleSession> session(SessionKey key) {
    Held held = cache.get(key);
    if (held != null) {
      long ticks = clock.ticks();
      long now = clock.nowMsIfSteady(ticks);
      if (held.isValidAt(now) && now != Long.MIN_VALUE) {
        held.slot().asked(now, ticks);
        return held.ready();
      }
    }
    Slot slot = roster.slot(key);
    if (slot == null) {
      return unplanned();
    }
    Refusal refusal = slot.refusal;
    var dependent = flights.onBehalfOf();
    if (refusal != null && dependent == null && refusal.standsAt(clock.ticks(), slot.gate)
        && cache.valid(key) == null) {
      return refusal.ready();
    }
    CompletableFuture<RoleSession> session = inTurn(turn -> {
      if (!slot.planned) {
        return unplanned();
      }
      Held valid = cache.valid(key);
      return valid != null ? valid.ready() : flights.ask(slot, dependent, turn);
    });
    if (dependent != null && session.isCompletedExceptionally()) {
      dependent.baseFailed = true;
    }
    return session;
  }

  @Override
  public CompletableFuture<RoleSession> refresh(SessionKey key) {
    return inTurn(turn -> {
      Slot slot = roster.slot(key);
      return slot == null ? unplanned() : flights.demand(slot, turn);
    });
  }

  @Override
  public void forget(SessionKey key) {
    inTurn(turn -> {
      Slot slot = roster.slot(key);
      if (slot != null) {
        upkeep.drop(slot, turn);
        flights.restart(slot, turn);
        if (slot.flight == null) {
          slot.attemptAt = slot.plan.keepWarm() ? turn.ticks : Due.NEVER;
          upkeep.rest(slot, turn);
        }
      }
      return null;
    });
  }

  @Override
  public void plan(Collection<SessionPlan> plans) {
    inTurn(turn -> {
      if (!closed) {
        roster.replace(plans, notPlanned(), turn);
      }
      return null;
    });
  }

  @Override
  public List<SessionStatus> status() {
    return inTurn(turn -> {
      var all = new ArrayList<SessionStatus>(roster.slots().size());
      for (Slot slot : roster.slots()) {
        Held held = cache.valid(slot.key());
        Instant next = slot.attemptAt == Due.NEVER || slot.flight != null
            ? null
            : Instant.ofEpochMilli(clock.nowMs() + turn.msUntil(slot.attemptAt));
        all.add(slot.status(held == null ? null : held.session(), next));
      }
      return all;
    });
  }

  /**
   * A person has given a one-time code: what has failed is tried again when it is next asked for, and at once where a
   * session is kept warm or still held. What holds nothing and has failed for want of that code has not failed any more.
   *
   * @param served the profiles whose code it was
   */
  public void retryFailed(Set<ProfileName> served) {
    inTurn(turn -> {
      for (Slot slot : roster.slots()) {
        if (slot.lastFailure != null && slot.flight == null) {
          if (slot.wantsCodeOf(served)) {
            slot.clear();
          }
          slot.forgive(turn.ticks);
          if (slot.plan.keepWarm() || slot.expiresAtMs != 0) {
            slot.attemptAt = turn.ticks;
          }
          upkeep.rest(slot, turn);
        }
      }
      return null;
    });
  }

  /**
   * Takes over what AWS says of the time.
   *
   * @param skew AWS's clock less ours, from the {@code Date} header of an answer of STS
   */
  public void skew(Duration skew) {
    inTurn(turn -> {
      if (clock.learn(skew)) {
        Duration now = clock.skew();
        turn.then(() -> listener.clockSkewed(now));
        roster.replan(turn);
      }
      return null;
    });
  }

  /** How far the local clock is believed to be behind AWS's; negative when it is ahead. */
  public Duration skew() {
    return clock.skew();
  }

  /** The clock by which sessions run out: the local one, corrected by what AWS says of the time. */
  public InstantSource trustedClock() {
    return () -> Instant.ofEpochMilli(clock.nowMs());
  }

  /** Every valid session that is held, for somebody who carries them over a restart. */
  public List<RoleSession> held() {
    return inTurn(_ -> {
      var all = new ArrayList<RoleSession>();
      for (Slot slot : roster.slots()) {
        Held held = cache.valid(slot.key());
        if (held != null) {
          all.add(held.session());
        }
      }
      return all;
    });
  }

  /**
   * Takes over a session from before a restart, if it is valid and none is held yet. Before anything has been
   * planned it waits for the first plan, which takes it over if it has the key: what is kept warm is then not
   * fetched. Later a key that is not planned is nobody's.
   */
  public void adopt(RoleSession session) {
    inTurn(turn -> {
      roster.adopt(session, turn);
      return null;
    });
  }

  /** How every upstream stands that a planned session is made at. */
  public List<UpstreamStatus> upstreams() {
    return inTurn(roster::upstreams);
  }

  @Override
  public SessionCounts counts() {
    var stats = cache.stats();
    return new SessionCounts(stats.hitCount(), stats.missCount(), stats.evictionCount(), cache.size());
  }

  @Override
  public void close() {
    inTurn(turn -> {
      closed = true;
      roster.clear(notPlanned(), turn);
      deadlines.cancel(clockCheck);
      cache.sweep();
      return null;
    });
  }

  private void tick() {
    inTurn(turn -> {
      timer = null;
      for (Due due = deadlines.pollUntil(turn.ticks); due != null; due = deadlines.pollUntil(turn.ticks)) {
        switch (due) {
          case Slot slot -> flights.due(slot, turn);
          case UpstreamGate gate -> flights.drain(gate, turn);
          case ClockCheck _ -> {
            cache.sweep();
            deadlines.set(clockCheck, turn.ticksAfter(settings.clockCheck().toMillis()));
          }
        }
      }
      return null;
    });
  }

  private <T extends @Nullable Object> T inTurn(Function<Turn, T> body) {
    T result;
    Turn turn;
    lock.lock();
    try {
      turn = new Turn(clock.ticks());
      long jump = clock.compare();
      if (jump != 0) {
        jumped(jump, turn);
      }
      result = body.apply(turn);
      setTimer(turn);
    } finally {
      lock.unlock();
    }
    turn.finish();
    return result;
  }

  private void jumped(long jumpMs, Turn turn) {
    long eagerUntil = turn.ticksAfter(EAGER_AFTER_JUMP.toMillis());
    turn.then(() -> listener.clockJumped(Duration.ofMillis(jumpMs)));
    roster.distrustNetwork(eagerUntil, turn);
    roster.replan(turn);
  }

  private void setTimer(Turn turn) {
    Due next = deadlines.peek();
    if (timer != null && (next == null || next.at - timerAt < 0)) {
      timer.cancel();
      timer = null;
    }
    if (timer == null && next != null) {
      timerAt = next.at;
      timer = timers.schedule(Duration.ofNanos(next.at - turn.ticks), this::tick);
    }
  }

  private static CompletableFuture<RoleSession> unplanned() {
    return CompletableFuture.failedFuture(new FailureException(notPlanned()));
  }

  private static Failure notPlanned() {
    return Failure.of(FailureReason.INTERNAL, "the session room",
        "The profiles have just changed, or the broker is stopping.", "Ask again in a second.");
  }

  /** How fetches come back to the engine. */
  private final class EngineTurns implements Turns {
    @Override
    public void take(Consumer<Turn> body) {
      inTurn(turn -> {
        body.accept(turn);
        return null;
      });
    }

    @Override
    public void clockChanged(Turn turn) {
      roster.replan(turn);
    }

    @Override
    public void recovered(UpstreamGate gate, Turn turn) {
      roster.recovered(gate, turn);
    }
  }
}
