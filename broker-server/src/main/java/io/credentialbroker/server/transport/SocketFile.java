package io.credentialbroker.server.transport;

import io.credentialbroker.server.transport.ListenException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The place of a unix socket in the file system. The socket is bound under a throw-away name in the same private
 * folder, given mode 0600, and only then renamed: under its real name it has that mode from the first instant,
 * and a stale socket is replaced without a moment in which there is none.
 */
final class SocketFile {
  /** {@code sun_path} has 108 bytes on Linux (104 elsewhere), the last of them zero. */
  private static final int LONGEST = 103;

  private final Path path;
  private final Path draft;
  private final int uid;

  private SocketFile(Path path, int uid) {
    this.path = path;
    this.uid = uid;
    int random = ThreadLocalRandom.current().nextInt();
    this.draft = path.resolveSibling('.' + HexFormat.of().toHexDigits((short) random));
  }

  /** Checks the place; whatever lies there that is not a dead socket of ours is left alone. */
  static SocketFile at(Path wanted, int uid, @Nullable Path trusted) throws ListenException {
    Path absolute = wanted.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    Path name = absolute.getFileName();
    if (folder == null || name == null) {
      throw new ListenException(Reason.NO_PLACE, absolute + " is no place for a socket.", "Name a file.");
    }
    if (absolute.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new ListenException(Reason.NO_PLACE,
          "The socket path " + absolute + " is longer than " + LONGEST + " bytes, the limit of the system.",
          "Set CREDENTIAL_BROKER_RUNTIME_DIR to a shorter folder; a socket of its own is unix of [listen] in broker.toml.");
    }
    var file = new SocketFile(PrivateFolder.ensure(folder, uid, trusted).resolve(name), uid);
    file.checkVacant();
    return file;
  }

  Path path() {
    return path;
  }

  /** Where to bind. */
  Path draft() {
    return draft;
  }

  /** The socket is bound: gives it its mode and its name. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
    checkVacant();
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what {@link #publish} put there, unless somebody else's socket stands there now. */
  void remove(Object inode) {
    try {
      if (inode.equals(inode())) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // Gone already, or the folder is; a socket file that nobody listens on is replaced at the next start.
    }
  }

  Object inode() throws IOException {
    return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private void checkVacant() throws ListenException {
    FileFacts facts;
    try {
      facts = FileFacts.of(path);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new ListenException(Reason.REFUSED,
          path + " cannot be examined: " + e.getClass().getSimpleName() + '.',
          "Check the permissions of its folder.");
    }
    if (!facts.isSocket()) {
      throw new ListenException(Reason.NOT_OURS, path + " exists and is not a socket; it was left alone.",
          "Move it away, or name another path in broker.toml, [listen] unix.");
    }
    if (facts.uid() != uid) {
      throw new ListenException(Reason.NOT_OURS,
          "The socket " + path + " belongs to user " + facts.uid() + "; it was left alone.",
          "Remove it if it is stale, or name another path in broker.toml, [listen] unix.");
    }
    if (answers()) {
      // Not a second brokerd of this runtime directory: its lock is taken before any socket is looked at.
      throw new ListenException(Reason.IN_USE, "Another program listens on " + path + "; it was left alone.",
          "Stop that program, or name another path in broker.toml, [listen] unix.");
    }
  }

  private boolean answers() {
    try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      return true; // A full backlog, for example. Only a refusal proves that nobody listens.
    }
  }
}
