package io.credentialbroker.server.process;

import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Collects the old generation when it has grown by half. Left alone, the serial collector first lets the heap grow to
 * its maximum: under load a little of each young generation survives by chance, and within hours the process would
 * have several times the memory that its sessions need. A full collection stops every thread while it runs, so there is
 * none before what is used has grown, and at most one in {@link #EVERY}.
 */
public final class FullCollections implements AutoCloseable {
  /** From one look to the next. */
  public static final Duration EVERY = Duration.ofSeconds(30);
  /** What the young generation and a burst may have; below that, growing by half means nothing. */
  static final long SLACK = 4L << 20;

  private final Timers timers;
  private final LongSupplier used;
  private final Runnable collect;
  private Timers.Scheduled next = () -> {};
  private long live;
  private boolean closed;

  FullCollections(Timers timers, LongSupplier used, Runnable collect) {
    this.timers = timers;
    this.used = used;
    this.collect = collect;
  }

  /** Looks after the heap of this process from now on; the first collection clears away what starting has left. */
  public static FullCollections ofThisProcess(Timers timers) {
    Runtime runtime = Runtime.getRuntime();
    var collections = new FullCollections(timers, () -> runtime.totalMemory() - runtime.freeMemory(),
        System::gc);
    collections.plan();
    return collections;
  }

  synchronized void plan() {
    if (!closed) {
      next = timers.schedule(EVERY, this::look);
    }
  }

  private void look() {
    if (used.getAsLong() > live + live / 2 + SLACK) {
      collect.run();
      live = used.getAsLong();
    }
    plan();
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.cancel();
  }
}
