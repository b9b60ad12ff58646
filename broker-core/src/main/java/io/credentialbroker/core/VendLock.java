package io.credentialbroker.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Stops all vending at once, whoever asks and over whatever listener. Sessions are held and refreshed meanwhile,
 * so that after unlocking everything is as before.
 */
public final class VendLock {
  private volatile @Nullable Instant since;

  /** From now on nothing is handed out. Locking twice keeps the first instant. */
  public synchronized void lock(Instant now) {
    if (since == null) {
      since = now;
    }
  }

  public synchronized void unlock() {
    since = null;
  }

  /** Since when; null while it is open. */
  public @Nullable Instant since() {
    return since;
  }

  public boolean isLocked() {
    return since != null;
  }
}
