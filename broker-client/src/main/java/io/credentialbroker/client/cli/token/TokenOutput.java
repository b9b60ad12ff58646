package io.credentialbroker.client.cli.token;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A token into a new file of mode 0600, whole or not at all, and never through a link: it is written under
 * another name and then given its own by a hard link, which fails where anything stands already.
 */
final class TokenOutput {
  private TokenOutput() {}

  static void write(Path file, String token) throws IOException {
    Path fresh = file.toAbsolutePath().resolveSibling("." + UUID.randomUUID());
    try {
      try (var channel = FileChannel.open(fresh,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        var bytes = ByteBuffer.wrap(token.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.createLink(file, fresh);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
