package io.credentialbroker.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread is about to do. */
final class Eventually {
  private Eventually() {}

  /** Returns as soon as it is so, and fails when it is not so within {@code limit}. */
  static void within(Duration limit, String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
