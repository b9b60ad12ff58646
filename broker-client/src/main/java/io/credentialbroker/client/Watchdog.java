package io.credentialbroker.client;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;

/**
 * Closes a channel when its time is up. A unix socket channel of the JDK has no time limits of its own, and a
 * close from another thread is the one thing that ends a blocked connect, read or write at once.
 */
final class Watchdog implements AutoCloseable {
  private final Channel channel;
  private final long deadline;
  private boolean called;
  private boolean bitten;

  private Watchdog(Channel channel, Duration limit) {
    this.channel = channel;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** A dog that bites when {@code limit} has passed and nobody has called it off by closing it. */
  static Watchdog over(Channel channel, Duration limit) {
    var dog = new Watchdog(channel, limit);
    var thread = new Thread(dog::watch, "broker-client-deadline");
    thread.setDaemon(true);
    thread.start();
    return dog;
  }

  /** Whether it was the deadline that closed the channel. */
  synchronized boolean bitten() {
    return bitten;
  }

  @Override
  public synchronized void close() {
    called = true;
    notifyAll();
  }

  private void watch() {
    if (timeIsUp()) {
      try {
        channel.close();
      } catch (IOException e) {
        // The descriptor is gone either way, and whoever was blocked on it has been woken.
      }
    }
  }

  private synchronized boolean timeIsUp() {
    for (long left = deadline - System.nanoTime(); !called && left > 0; left = deadline - System.nanoTime()) {
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    bitten = !called;
    return bitten;
  }
}
