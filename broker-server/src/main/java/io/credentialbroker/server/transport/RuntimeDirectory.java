package io.credentialbroker.server.transport;

import io.credentialbroker.server.transport.ListenException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where sockets, token files and the lock lie: one private folder for each user, gone at reboot.
 *
 * @param path absolute; mode 0700, owned by {@code uid}
 * @param uid the user we run as
 */
public record RuntimeDirectory(Path path, int uid) {
  /** Names the folder itself. */
  public static final String VARIABLE = "CREDENTIAL_BROKER_RUNTIME_DIR";

  /** Names the folder above it that everybody may write to, where they all are trusted. */
  public static final String TRUSTED_PARENT = "CREDENTIAL_BROKER_TRUSTED_PARENT";

  private static final String NAME = "credential-broker";
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  /**
   * The folder by {@link #VARIABLE}, else below {@code XDG_RUNTIME_DIR}, else below {@code /run/user/UID} where
   * that exists; made if it is not there.
   *
   * @throws ListenException when there is none, or it is not private to us
   */
  public static RuntimeDirectory find(Map<String, String> environment) throws IOException {
    return find(environment, OwnUser.uid(), Path.of("/run/user"));
  }

  static RuntimeDirectory find(Map<String, String> environment, int uid, Path userFolders)
      throws ListenException {
    Path folder = locate(environment, uid, userFolders);
    return new RuntimeDirectory(PrivateFolder.ensure(folder, uid, trustedParent(environment)), uid);
  }

  /**
   * The folder that {@link #TRUSTED_PARENT} names.
   *
   * @throws ListenException when its path is not absolute
   */
  public static @Nullable Path trustedParent(Map<String, String> environment) throws ListenException {
    return absolute(environment, TRUSTED_PARENT);
  }

  /** This very folder, made if it is not there. */
  public static RuntimeDirectory of(Path folder, int uid) throws ListenException {
    return new RuntimeDirectory(PrivateFolder.ensure(folder, uid), uid);
  }

  private static Path locate(Map<String, String> environment, int uid, Path userFolders)
      throws ListenException {
    Path named = absolute(environment, VARIABLE);
    if (named != null) {
      return named;
    }
    Path xdg = absolute(environment, "XDG_RUNTIME_DIR");
    if (xdg != null) {
      return xdg.resolve(NAME);
    }
    Path ofUser = userFolders.resolve(Integer.toUnsignedString(uid));
    if (Files.isDirectory(ofUser)) {
      return ofUser.resolve(NAME);
    }
    throw new ListenException(Reason.NO_PLACE,
        "There is no place for sockets: neither " + VARIABLE + " nor XDG_RUNTIME_DIR is set, and " + ofUser
            + " does not exist.",
        "Set " + VARIABLE + " to a folder of your own with mode 0700.");
  }

  private static @Nullable Path absolute(Map<String, String> environment, String variable)
      throws ListenException {
    String value = environment.get(variable);
    if (value == null || value.isEmpty()) {
      return null;
    }
    Path path = Path.of(value);
    if (!path.isAbsolute()) {
      throw new ListenException(Reason.NO_PLACE, variable + " is '" + value + "', which is not absolute.",
          "Set it to an absolute path.");
    }
    return path;
  }

  /** The file or socket of this name. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /**
   * Makes sure that this is the only daemon in this folder, until the lock is closed or the process ends,
   * however it ends.
   *
   * @throws ListenException with {@link Reason#ALREADY_RUNNING} when there is one
   */
  public AutoCloseable lock() throws IOException {
    return lock(Duration.ZERO);
  }

  /**
   * The same, waiting for a daemon that is about to end.
   *
   * @param patience how long
   */
  public AutoCloseable lock(Duration patience) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        return tryLock();
      } catch (ListenException e) {
        if (e.reason() != Reason.ALREADY_RUNNING || System.nanoTime() - start >= patience.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  private AutoCloseable tryLock() throws IOException {
    Path file = resolve("brokerd.lock");
    // The lock goes with the open file: it must not be inherited, deleted or replaced, only held.
    FileChannel channel = open(file);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      if (lock == null) {
        throw running(file, channel);
      }
      channel.truncate(0);
      channel
          .write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (OverlappingFileLockException e) {
      throw running(file, channel);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  private FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file,
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw PrivateFolder.isReadOnly(e) ? PrivateFolder.readOnly(path, uid) : e;
    }
  }

  private static ListenException running(Path file, FileChannel channel) throws IOException {
    var pid = ByteBuffer.allocate(32);
    channel.read(pid, 0);
    String who = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
    return new ListenException(Reason.ALREADY_RUNNING,
        "Another brokerd is running" + (who.matches("\\d+") ? ", process " + who : "") + " (it holds " + file
            + ").",
        "Use that one ('broker status'), or stop it first.");
  }
}
