package io.credentialbroker.core.time;

import java.time.Duration;

/** Runs something once, later. Tasks are short; what takes time they hand to an executor. */
public interface Timers {
  /** Runs {@code task} after {@code delay} of ticker time; a delay of zero or less means as soon as possible. */
  Scheduled schedule(Duration delay, Runnable task);

  /** A task that has been scheduled. */
  @FunctionalInterface
  interface Scheduled {
    /** Prevents the task from running if it has not begun; harmless otherwise. */
    void cancel();
  }
}
