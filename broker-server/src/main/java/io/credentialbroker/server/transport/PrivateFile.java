package io.credentialbroker.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file as a whole: under a throw-away name beside it, on the disk, and only then renamed. Readers see
 * the old content or the new one. What stood there under its name, a symbolic link for example, is replaced
 * itself; nothing is written through it.
 */
final class PrivateFile {
  private PrivateFile() {}

  /**
   * Writes or replaces the file.
   *
   * @param permissions as {@code ls} shows them; the file has no others from the instant it exists
   */
  static void write(Path path, byte[] content, String permissions) throws IOException {
    Path fresh = path
        .resolveSibling('.' + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    try {
      try (var channel = FileChannel.open(fresh,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      if (!permissions.equals("rw-------")) {
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions)); // whatever the umask
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      deleteQuietly(fresh);
      throw e;
    }
  }

  static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What stays behind is a file that nobody but us can change.
    }
  }
}
