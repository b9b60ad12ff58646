package io.credentialbroker.core.time;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of a running daemon: one daemon thread for all tasks. They count {@code System.nanoTime}, which
 * stands still while a laptop sleeps; whoever cares about the wall clock compares both.
 */
public final class SystemTimers implements Timers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SystemTimers.class);
  private static final Scheduled NOTHING = () -> {};

  private final ScheduledThreadPoolExecutor thread;

  public SystemTimers() {
    thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("broker-timer").daemon().factory());
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** As {@link Timers#schedule}; after {@link #close} nothing runs any more. */
  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> future = thread.schedule(() -> guarded(task), Math.max(0, delay.toNanos()),
          TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException _) {
      return NOTHING;
    }
  }

  /** A task that throws must not take the thread, or the failure, with it. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A timer task failed; the timers go on.", e);
    }
  }

  /** Drops what is waiting; a task that is running ends by itself. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
