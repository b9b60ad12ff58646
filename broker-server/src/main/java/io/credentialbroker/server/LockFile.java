package io.credentialbroker.server;

import io.credentialbroker.core.VendLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Has the lock outlive the daemon: while the broker is locked there is a file in the runtime directory, and a
 * daemon that finds one starts locked. The folder, and with it the lock, is gone at reboot.
 */
final class LockFile {
  private final VendLock lock;
  private final Path file;
  private final InstantSource clock;

  LockFile(VendLock lock, Path file, InstantSource clock) {
    this.lock = lock;
    this.file = file;
    this.clock = clock;
  }

  /** Locked again, if it was when the last daemon ended. What the file is does not matter, nor what is in it. */
  void restore() {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      lock.lock(clock.instant());
    }
  }

  /**
   * Makes the file true to the lock. Blocks.
   *
   * @throws IOException when that cannot be done; the lock itself is as it was asked for
   */
  synchronized void keep() throws IOException {
    if (!lock.isLocked()) {
      Files.deleteIfExists(file);
    } else if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(file);
    }
  }
}
