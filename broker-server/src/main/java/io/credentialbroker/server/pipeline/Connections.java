package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All open connections: how many there may be, how long each may take, and how they end.
 *
 * <p>One sweep serves all deadlines. A request that is answered in time costs no timer, not even a look at a
 * clock: a connection's age is counted in sweeps. While nothing is connected nothing runs.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
public final class Connections {
  private final Limits limits;
  private final Timers timers;
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
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
   * Ends all connections without breaking any off: what is being answered is answered, and what lay in a
   * socket already is still read. Completes when none is left, or after {@code longest} with the rest closed.
   */
  public CompletableFuture<Void> drain(Duration longest) {
    draining = true;
    synchronized (this) {
      if (end == null) {
        end = timers.schedule(longest, this::closeAll);
        startSweeping();
      }
    }
    completeIfEmpty();
    return drained;
  }

  boolean isDraining() {
    return draining;
  }

  int tick() {
    return tick;
  }

  /** False when there are too many already. */
  boolean add(Exchange exchange) {
    if (open.size() >= limits.connections()) {
      return false;
    }
    open.add(exchange);
    synchronized (this) {
      startSweeping();
    }
    return true;
  }

  void remove(Exchange exchange) {
    open.remove(exchange);
    completeIfEmpty();
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
      var phase = exchange.phase();
      boolean quiet = draining && phase == Exchange.Phase.IDLE;
      // While draining an idle connection gets one whole period in which a request already sent is read.
      if (now - exchange.since() >= (quiet ? 2 : limits.ticks(phase))) {
        exchange.channel().eventLoop().execute(() -> {
          if (quiet && exchange.phase() == Exchange.Phase.IDLE) {
            exchange.channel().close();
          } else {
            exchange.expire(now, limits);
          }
        });
      }
    }
    synchronized (this) {
      sweeping = false;
      if (!open.isEmpty()) {
        startSweeping();
      }
    }
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
