package io.credentialbroker.server.restart;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Files that only their owner may read: never through a symbolic link, replaced as a whole. */
final class OwnFile {
  private static final int OTHERS = 0007;
  private static final int GROUP = 0070;

  private OwnFile() {}

  /**
   * Reads a file of our own.
   *
   * @param uid who has to own it
   * @param ofServiceManager whether it lies in systemd's credentials folder: there root may be the owner, and
   *     the permissions of the group are the mask of the list by which systemd lets us, and nobody else, read
   * @param largest in bytes; what is larger is not read
   */
  static byte[] read(Path file, int uid, boolean ofServiceManager, int largest)
      throws Unusable, NoSuchFileException {
    try {
      var facts = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!facts.isRegularFile()) {
        throw new Unusable("is not a plain file (a symbolic link is none)", "Put a plain file there.");
      }
      Map<String, Object> unix = Files.readAttributes(file, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
      int owner = (Integer) Objects.requireNonNull(unix.get("uid"));
      int mode = (Integer) Objects.requireNonNull(unix.get("mode"));
      if (owner != uid && !(ofServiceManager && owner == 0)) {
        throw new Unusable("belongs to user " + owner, "Let the user of brokerd own it.");
      }
      if ((mode & (ofServiceManager ? OTHERS : OTHERS | GROUP)) != 0) {
        throw new Unusable("can be read or written by others than its owner", "Run: chmod 600 " + file);
      }
      if (facts.size() > largest) {
        throw new Unusable("is larger than " + largest + " bytes", "Remove it.");
      }
      try (var channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        var bytes = ByteBuffer.allocate((int) facts.size());
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
          // Until it is full or the file has become shorter, which the seal notices.
        }
        return bytes.array();
      }
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      throw new Unusable("cannot be read (" + e.getClass().getSimpleName() + ")",
          "Let the user of brokerd read it.");
    }
  }

  /** Writes or replaces a file at once; a link of that name is replaced and not followed. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path fresh = draft(file);
    Files.deleteIfExists(fresh);
    try {
      try (var channel = FileChannel.open(fresh,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        for (var left = ByteBuffer.wrap(bytes); left.hasRemaining();) {
          channel.write(left);
        }
        channel.force(true); // or a power cut could leave the name and not the content
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Removes the file, and what a killed process left of a newer one. */
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(draft(file));
  }

  /** One name, so that killed processes leave no more than one behind. */
  private static Path draft(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".new");
  }
}
