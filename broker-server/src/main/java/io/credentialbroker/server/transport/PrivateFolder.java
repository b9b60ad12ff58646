package io.credentialbroker.server.transport;

import io.credentialbroker.server.transport.ListenException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A folder into which nobody else can look or write: mode 0700, owned by us, and below folders in which nobody
 * else can put another one in its place. Everything the daemon puts down lies in such a folder, so that a
 * socket or a token file is protected from the instant it exists, whatever the umask.
 */
final class PrivateFolder {
  private static final int PRIVATE = 0700;

  private PrivateFolder() {}

  /** Makes the folder if its parent exists, and checks it in any case. */
  static Path ensure(Path folder, int uid) throws ListenException {
    return ensure(folder, uid, null);
  }

  /**
   * The same below a folder that everybody may write to.
   *
   * @param trusted that folder, where whoever can write to it is trusted: in a pod, its own containers
   */
  static Path ensure(Path folder, int uid, @Nullable Path trusted) throws ListenException {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectory(absolute,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // Checked below like any other.
    } catch (NoSuchFileException e) {
      throw new ListenException(Reason.NO_PLACE, "The folder " + absolute + " has no parent to make it in.",
          "Make " + absolute.getParent() + " (mode 0700), or name another folder in "
              + RuntimeDirectory.VARIABLE + '.');
    } catch (IOException e) {
      throw isReadOnly(e)
          ? readOnly(absolute, uid)
          : new ListenException(Reason.REFUSED,
              "The folder " + absolute + " cannot be made: " + e.getClass().getSimpleName() + '.',
              "Check who owns " + absolute.getParent() + " and whether it is writable.");
    }
    check(absolute, uid, trusted);
    return absolute;
  }

  /** Whether a file could not be written because nothing can be on its file system; the JDK tells in words only. */
  static boolean isReadOnly(IOException failure) {
    return failure instanceof FileSystemException system
        && "Read-only file system".equals(system.getReason());
  }

  /** As in a container that was started with {@code --read-only} and nothing mounted over the folder. */
  static ListenException readOnly(Path folder, int uid) {
    return new ListenException(Reason.REFUSED, "The folder " + folder + " is on a read-only file system.",
        "Mount something there that can be written, e.g. with docker run: " + tmpfs(folder, uid));
  }

  private static String tmpfs(Path folder, int uid) {
    return "--tmpfs " + folder + ":uid=" + Integer.toUnsignedString(uid) + ",mode=0700";
  }

  private static void check(Path folder, int uid, @Nullable Path trusted) throws ListenException {
    try {
      var facts = FileFacts.of(folder);
      if (!facts.isFolder()) {
        throw new ListenException(Reason.NOT_OURS, folder + " is not a folder (a link counts as none).",
            "Remove it, or name another folder.");
      }
      if (facts.uid() != uid) {
        throw new ListenException(Reason.NOT_OURS,
            "The folder " + folder + " belongs to user " + facts.uid() + " and not to " + uid + '.',
            "Run 'chown " + uid + ' ' + folder + "' if it is yours, or name another folder; with docker run: "
                + tmpfs(folder, uid));
      }
      if (facts.permissions() != PRIVATE) {
        throw new ListenException(Reason.NOT_OURS,
            "The folder " + folder + " has mode " + Integer.toOctalString(facts.permissions())
                + ", which lets others in or us out.",
            "Run 'chmod 0700 " + folder + "'.");
      }
      checkAncestors(folder, uid, trusted);
    } catch (ListenException e) {
      throw e;
    } catch (IOException e) {
      throw new ListenException(Reason.REFUSED,
          "The folder " + folder + " cannot be examined: " + e.getClass().getSimpleName() + '.',
          "Check the permissions of the folders above it.");
    }
  }

  /** Whoever can rename a folder on the way can put his own in its place. */
  private static void checkAncestors(Path folder, int uid, @Nullable Path trusted) throws IOException {
    // In a user namespace root may show as somebody else; whoever owns the root folder owns us anyway.
    int rootUid = FileFacts.of(folder.getRoot()).uid();
    Path real = folder.toRealPath();
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      var facts = FileFacts.of(above);
      if (facts.uid() != uid && facts.uid() != 0 && facts.uid() != rootUid) {
        throw new ListenException(Reason.NOT_OURS,
            "The folder " + above + ", above " + folder + ", belongs to user " + facts.uid() + '.',
            "Name a folder below one of your own or root's.");
      }
      if (facts.isWritableByOthers() && !facts.isSticky() && !above.equals(trusted)) {
        throw new ListenException(Reason.NOT_OURS,
            "Everybody may write to " + above + ", above " + folder + '.',
            "Run 'chmod o-w " + above + "', or name another folder.");
      }
    }
  }
}
