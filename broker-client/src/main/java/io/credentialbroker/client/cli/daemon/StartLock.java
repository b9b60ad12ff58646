package io.credentialbroker.client.cli.daemon;

import io.credentialbroker.client.RuntimeDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Held by the one command that may start the daemon; the system frees it when its holder dies. */
final class StartLock implements AutoCloseable {
  private final FileChannel file;
  private @Nullable FileLock lock;

  private StartLock(FileChannel file) {
    this.file = file;
  }

  static StartLock in(RuntimeDirectory directory) throws IOException {
    return new StartLock(FileChannel.open(directory.path().resolve("start.lock"), StandardOpenOption.CREATE,
        StandardOpenOption.WRITE));
  }

  boolean held() {
    return lock != null;
  }

  boolean tryTake() throws IOException {
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another thread of this process holds it, which is no different from another process.
      return false;
    }
    return lock != null;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
