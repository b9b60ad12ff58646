package io.credentialbroker.server.transport;

import io.credentialbroker.server.transport.ListenException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * A file that is kept over restarts and reboots, in a folder that nobody else can enter: mode 0600 in 0700. The
 * folder is made when something is first written.
 *
 * @param path the file
 * @param uid the user we run as, who has to own it
 */
public record StateFile(Path path, int uid) {
  /** Names the folder itself. */
  public static final String VARIABLE = "CREDENTIAL_BROKER_STATE_DIR";

  private static final int LARGEST = 16 << 20;

  /**
   * The file of this name in {@link #VARIABLE}, else below {@code XDG_STATE_HOME}, else below
   * {@code ~/.local/state}.
   */
  public static StateFile named(String name, Map<String, String> environment, Path home, int uid) {
    Path own = Path.of(environment.getOrDefault(VARIABLE, ""));
    Path xdg = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
    Path folder = own.isAbsolute()
        ? own
        : (xdg.isAbsolute() ? xdg : home.resolve(".local").resolve("state")).resolve("credential-broker");
    return new StateFile(folder.resolve(name), uid);
  }

  /**
   * What is in it; empty when it is not there.
   *
   * @throws ListenException when it, or its folder, is not ours alone; it was left as it is
   */
  public Optional<String> read() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    PrivateFolder.ensure(folder(), uid);
    // Nobody else can put another file in its place now, so that what is examined is what is read.
    var facts = FileFacts.of(path);
    if (!facts.isFile() || facts.uid() != uid || facts.permissions() != 0600) {
      throw new ListenException(Reason.NOT_OURS, path + " is not a file of user " + uid + " with mode 0600.",
          "Look where it comes from, and move it away.");
    }
    try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new ListenException(Reason.NOT_OURS, path + " is larger than 16 MiB.", "Move it away.");
      }
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Writes or replaces the file, as a whole and to the disk. Blocks. */
  public void write(String content) throws IOException {
    Files.createDirectories(folder(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    PrivateFolder.ensure(folder(), uid);
    PrivateFile.write(path, content.getBytes(StandardCharsets.UTF_8), "rw-------");
  }

  private Path folder() {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException("a file in a folder");
    }
    return parent;
  }
}
