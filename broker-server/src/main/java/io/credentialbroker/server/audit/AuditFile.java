package io.credentialbroker.server.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One growing file of mode 0600, and the older ones beside it. It stays itself through everything that can
 * happen to a file: it is opened again when it has been removed or replaced, and a write that did not fit is
 * taken back, so that half a line never stays.
 */
final class AuditFile {
  private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
  private static final int OTHERS_WRITE = 0022;
  private static final int OTHERS = 0077;
  private static final int STICKY = 01000;
  /** What is removed or replaced is noticed when this much time has passed since the last look. */
  private static final long LOOK_NANOS = 1_000_000_000;

  private final AuditSettings settings;
  private final Path path;
  private @Nullable FileChannel channel;
  private @Nullable Object identity;
  private long size;
  private long looked;

  AuditFile(AuditSettings settings) {
    this.settings = settings;
    this.path = settings.file().toAbsolutePath().normalize();
  }

  Path path() {
    return path;
  }

  /** Opens the file, if it is not. */
  void ready() throws IOException {
    opened();
  }

  /** Appends whole lines; all of them or, with an exception, none. */
  void write(ByteBuffer lines) throws IOException {
    if (channel != null && System.nanoTime() - looked > LOOK_NANOS && !isStillThere()) {
      close();
    }
    FileChannel open = opened();
    if (size > 0 && size + lines.remaining() > settings.largest()) {
      rotate();
      open = opened();
    }
    int length = lines.remaining();
    try {
      while (lines.hasRemaining()) {
        open.write(lines);
      }
      size += length;
    } catch (IOException e) {
      takeBack(open);
      close();
      throw e;
    }
  }

  /** What went wrong, for a person. */
  String why(IOException failure) {
    String kind = switch (failure) {
      case Unsafe unsafe -> String.valueOf(unsafe.getMessage());
      case AccessDeniedException _ -> "permission is denied";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    };
    return "The audit file " + path + " cannot be written: " + kind + '.';
  }

  void close() {
    FileChannel open = channel;
    channel = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // What was written has been written; nothing can be done about the rest.
    }
  }

  private FileChannel opened() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      makeFolder();
      refuseUnsafe();
      open = FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
          StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
          PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      channel = open;
      size = open.size();
      identity = identity();
      looked = System.nanoTime();
    }
    return open;
  }

  /** The XDG base directory specification asks for 0700 where a folder is missing. */
  private void makeFolder() throws IOException {
    Path folder = Objects.requireNonNull(path.getParent(), "a file has a folder");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    int mode = number(folder, "mode");
    int owner = number(folder, "uid");
    if (owner != settings.uid() && owner != 0) {
      throw new Unsafe("its folder belongs to user " + owner);
    }
    if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
      throw new Unsafe("others can write to its folder; run 'chmod go-w " + folder + "'");
    }
  }

  /** A link, a pipe or somebody else's file is not written to; our own is closed to others first. */
  private void refuseUnsafe() throws IOException {
    try {
      if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isRegularFile()) {
        throw new Unsafe("it is no plain file");
      }
      if (number(path, "uid") != settings.uid()) {
        throw new Unsafe("it belongs to user " + number(path, "uid"));
      }
      if ((number(path, "mode") & OTHERS) != 0) {
        Files.setPosixFilePermissions(path, OWNER_ONLY);
      }
    } catch (NoSuchFileException e) {
      // It is about to be made.
    }
  }

  private static int number(Path of, String attribute) throws IOException {
    Map<String, Object> found = Files.readAttributes(of, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    return (Integer) Objects.requireNonNull(found.get(attribute));
  }

  private boolean isStillThere() {
    looked = System.nanoTime();
    try {
      return Objects.equals(identity, identity());
    } catch (IOException e) {
      return false;
    }
  }

  private @Nullable Object identity() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
  }

  private void rotate() throws IOException {
    close();
    if (settings.kept() == 0) {
      Files.delete(path);
      return;
    }
    for (int i = settings.kept() - 1; i > 0; i--) {
      if (Files.exists(older(i), LinkOption.NOFOLLOW_LINKS)) {
        Files.move(older(i), older(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(path, older(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path older(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  private void takeBack(FileChannel open) {
    try {
      open.truncate(size);
    } catch (IOException e) {
      // On such a disk the reader of the file meets half a line, and skips it.
    }
  }

  /** The file or its folder is in other hands than ours. */
  private static final class Unsafe extends IOException {
    private static final long serialVersionUID = 1L;

    Unsafe(String message) {
      super(message);
    }
  }
}
