package io.credentialbroker.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that another process does. */
final class Until {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private Until() {}

  /** What tells why it never came. */
  @FunctionalInterface
  interface Story {
    String tell() throws IOException;
  }

  static void holds(BooleanSupplier condition, Story story) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain; " + story.tell());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** The same with a story that no file is read for. */
  static void quietly(BooleanSupplier condition, Story story) {
    try {
      holds(condition, story);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
