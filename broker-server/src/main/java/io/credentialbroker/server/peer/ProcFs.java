package io.credentialbroker.server.peer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Linux's {@code /proc} (proc(5)). An open directory {@code /proc/PID} belongs to one process for good: once that
 * has ended, nothing below it can be opened, even if another process has the id. What is read by path in between is
 * therefore right if the directory still answers afterwards.
 */
final class ProcFs implements ProcessTable {
  private final Path root;
  private final ProgramDigests digests;

  ProcFs(Path root, ProgramDigests digests) {
    this.root = root;
    this.digests = digests;
  }

  @Override
  public @Nullable OpenProcess open(int pid) throws IOException {
    Path folder = root.resolve(Integer.toString(pid));
    DirectoryStream<Path> stream;
    try {
      stream = Files.newDirectoryStream(folder);
    } catch (NoSuchFileException e) {
      return null;
    }
    if (stream instanceof SecureDirectoryStream<Path> held) {
      return new ProcDirectory(folder, held, digests);
    }
    stream.close();
    throw new IOException("directories cannot be held here");
  }

  @Override
  public Set<Integer> holdersOf(long inode, int uid) throws IOException {
    var holders = new HashSet<Integer>();
    for (int pid : newestFirst()) {
      Path folder = root.resolve(Integer.toString(pid));
      if (isOf(folder, uid) && holds(folder, inode)) {
        holders.add(pid);
      }
    }
    return holders;
  }

  /**
   * One process that holds a socket, the newest of them: whoever has just connected has most often just begun.
   *
   * @return 0 when there is none whose files this process may see
   */
  int holderOf(long inode) {
    try {
      for (int pid : newestFirst()) {
        if (holds(root.resolve(Integer.toString(pid)), inode)) {
          return pid;
        }
      }
    } catch (IOException e) {
      // No /proc, no holder.
    }
    return 0;
  }

  private List<Integer> newestFirst() throws IOException {
    var pids = new ArrayList<Integer>();
    try (var folders = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path folder : folders) {
        pids.add(Integer.parseInt(String.valueOf(folder.getFileName())));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    pids.sort(Comparator.reverseOrder());
    return pids;
  }

  private static boolean isOf(Path folder, int uid) {
    try {
      return Objects.equals(Files.getAttribute(folder, "unix:uid"), uid);
    } catch (IOException e) {
      return false; // It has ended meanwhile.
    }
  }

  static boolean holds(Path folder, long inode) {
    String socket = "socket:[" + inode + ']';
    try (var descriptors = Files.newDirectoryStream(folder.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (socket.equals(target(descriptor))) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Ended, or not ours to look into: then nobody knows what it holds.
    }
    return false;
  }

  /** Where a link points; null when it cannot be read. */
  static @Nullable String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public boolean isAt(String path, Program program) {
    Program there = programAt(Path.of(path));
    return there != null && there.device() == program.device() && there.inode() == program.inode();
  }

  /** The file behind a path and all its links; null when there is none to be seen. */
  static @Nullable Program programAt(Path path) {
    try {
      Map<String, Object> found = Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,ctime");
      return new Program((Long) of(found, "dev"), (Long) of(found, "ino"), (Long) of(found, "size"),
          nanos(of(found, "lastModifiedTime")), nanos(of(found, "ctime")));
    } catch (IOException e) {
      return null;
    }
  }

  private static Object of(Map<String, Object> found, String name) {
    return Objects.requireNonNull(found.get(name));
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }
}
