package io.credentialbroker.client.cli.daemon;

import io.credentialbroker.client.RuntimeDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The log of a daemon that a command starts: ours alone to read, and begun anew when it has grown. */
final class DaemonLog {
  private static final long LARGEST = 1 << 20;
  private static final int LAST_LINES = 4;

  private final Path file;
  private final long begin;

  private DaemonLog(Path file, long begin) {
    this.file = file;
    this.begin = begin;
  }

  /** Makes folder and file where they are missing, mode 0700 and 0600 from their first instant. */
  static DaemonLog in(RuntimeDirectory directory) throws IOException {
    try {
      // The folder alone, as the daemon does: a parent that is missing is a mistake in a variable.
      Files.createDirectory(directory.path(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory.path())) {
        throw e;
      }
    }
    Path file = directory.log();
    if (Files.exists(file) && Files.size(file) > LARGEST) {
      Files.delete(file);
    }
    if (!Files.exists(file)) {
      Files.createFile(file,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return new DaemonLog(file, Files.size(file));
  }

  /** The last lines written since this object was made. */
  String lastWords() {
    try (var channel = Files.newByteChannel(file)) {
      long length = Math.min(channel.size() - begin, 64 * 1024);
      if (length <= 0) {
        return "";
      }
      var bytes = ByteBuffer.allocate((int) length);
      channel.position(channel.size() - length);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // The file may still grow; what was there a moment ago is enough.
      }
      List<String> lines = new String(bytes.array(), StandardCharsets.UTF_8).strip().lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }
}
