package io.credentialbroker.core.session;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn under the engine's lock: its moment, and what is to be done once the lock is released. Sources,
 * listeners and waiting callers run foreign code, which must never run under the lock.
 */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  private final List<Runnable> afterwards = new ArrayList<>(2);
  /** The ticker's nanoseconds. */
  final long ticks;

  Turn(long ticks) {
    this.ticks = ticks;
  }

  void then(Runnable effect) {
    afterwards.add(effect);
  }

  long ticksAfter(long delayMs) {
    return ticks + delayMs * 1_000_000;
  }

  long msUntil(long moment) {
    return Math.max(0, (moment - ticks) / 1_000_000);
  }

  /** Runs the effects in order; one that fails does not keep the others from running. */
  void finish() {
    for (Runnable effect : afterwards) {
      try {
        effect.run();
      } catch (RuntimeException e) {
        LOG.error("A listener or a source failed where it must not; sessions go on.", e);
      }
    }
  }
}
