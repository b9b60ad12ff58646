package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All open connections: how many there may be, how long each may take, and how they end.
 *
 * <p>One sweep serves all deadlines. A request that is answered in time costs no timer, not even a look at a
 * clock: a connection's age is counted in sweeps. While nothing is connected nothing runs.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
public final class Connections {
  /** While draining: who has asked within this time is likely to ask again, and is then told to go. */
  private static final int SOON = ticks(500);
  /** While draining: until what a client sent before it saw the end has been read, so that it is not reset. */
  private static final int ON_THE_WAY = ticks(500);
  /** In which phases a connection may be ended to make room. */
  private static final Set<Exchange.Phase> OWED_NOTHING = Set.of(Exchange.Phase.IDLE,
      Exchange.Phase.RECEIVING, Exchange.Phase.LINGERING);

  private final Limits limits;
  private final Timers timers;
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private final Map<Long, Integer> byUser = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final AtomicLong order = new AtomicLong();
  private volatile int tick;
  private volatile boolean draining;
  private boolean sweeping;
  private Timers.@Nullable Scheduled end;

  public Connections(Limits limits, Timers timers) {
    this.limits = limits;
    this.timers = timers;
  }

  /** How many are open now. */
  public int count() {
    return open.size();
  }

  /**
   * Ends all connections without breaking any off: what is being answered is answered, who asks again soon is
   * answered once more and told to go, and the idle ones see an orderly end. Completes when none is left, or
   * after {@code longest} with the rest closed.
   */
  public CompletableFuture<Void> drain(Duration longest) {
    draining = true;
    synchronized (this) {
      if (end == null) {
        end = timers.schedule(longest, this::closeAll);
      }
    }
    completeIfEmpty();
    return drained;
  }

  boolean isDraining() {
    return draining;
  }

  /** Counts the changes of phase, one after the other, so that the oldest can be told. */
  long nextOrder() {
    return order.incrementAndGet();
  }

  int tick() {
    return tick;
  }

  /**
   * False when there are too many already. Room is made by ending a connection that is owed nothing: the one that
   * has for longest been idle, or sending one and the same request, or read out after a refusal. None of these comes
   * before another, as who has just connected and not yet sent anything is idle, too. First of the same user, and
   * where there are too many in all, of the user who has most. So whoever floods us takes connections from nobody
   * else, and whoever sends slowly keeps nobody out until the deadline.
   */
  boolean add(Exchange exchange) {
    long user = exchange.user();
    if (byUser.getOrDefault(user, 0) >= limits.perUser() && !shed(user)) {
      return false;
    }
    if (open.size() >= limits.connections() && !shed(busiest())) {
      return false;
    }
    open.add(exchange);
    byUser.merge(user, 1, Integer::sum);
    synchronized (this) {
      startSweeping();
    }
    return true;
  }

  void remove(Exchange exchange) {
    if (open.remove(exchange)) {
      byUser.computeIfPresent(exchange.user(), (_, count) -> count == 1 ? null : count - 1);
    }
    completeIfEmpty();
  }

  private long busiest() {
    return byUser.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(0L);
  }

  private boolean shed(long user) {
    Exchange oldest = oldestOwedNothing(user);
    if (oldest == null) {
      return false;
    }
    // Its end is told later, when the event loop has let in all who wait: each of them is to end another one.
    remove(oldest);
    oldest.channel().close();
    return true;
  }

  private @Nullable Exchange oldestOwedNothing(long user) {
    Exchange oldest = null;
    for (Exchange exchange : open) {
      if (exchange.user() == user && OWED_NOTHING.contains(exchange.phase())
          && (oldest == null || exchange.order() < oldest.order())) {
        oldest = exchange;
      }
    }
    return oldest;
  }

  private void startSweeping() {
    if (!sweeping) {
      sweeping = true;
      timers.schedule(Limits.PERIOD, this::sweep);
    }
  }

  private void sweep() {
    int now = tick + 1; // only the sweep counts, and there is one
    tick = now;
    for (Exchange exchange : open) {
      int patience = patience(exchange.phase());
      if (now - exchange.since() >= patience) {
        exchange.channel().eventLoop().execute(() -> exchange.expire(now));
      }
    }
    synchronized (this) {
      sweeping = false;
      if (!open.isEmpty()) {
        startSweeping();
      }
    }
  }

  /** For how many ticks a connection may be in a phase. */
  int patience(Exchange.Phase phase) {
    int usual = limits.ticks(phase);
    return !draining ? usual : switch (phase) {
      case IDLE -> Math.min(usual, SOON);
      case LINGERING -> Math.min(usual, ON_THE_WAY);
      case RECEIVING, ANSWERING, CLOSED -> usual;
    };
  }

  private static int ticks(int millis) {
    return (int) Duration.ofMillis(millis).dividedBy(Limits.PERIOD);
  }

  private void closeAll() {
    for (Exchange exchange : open) {
      exchange.channel().close();
    }
    drained.complete(null);
  }

  private void completeIfEmpty() {
    if (draining && open.isEmpty()) {
      synchronized (this) {
        if (end != null) {
          end.cancel();
        }
      }
      drained.complete(null);
    }
  }
}
