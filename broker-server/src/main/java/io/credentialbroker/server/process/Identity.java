package io.credentialbroker.server.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * As whom a process runs.
 *
 * @param uid the user who started it
 * @param effectiveUid the user whose rights it has
 * @param gid the group of who started it
 * @param effectiveGid the group whose rights it has
 */
public record Identity(int uid, int effectiveUid, int gid, int effectiveGid) {

  private static final Path STATUS = Path.of("/proc/self/status");

  /** This process; where the system does not tell (not Linux), an ordinary user. */
  public static Identity ofThisProcess() {
    try {
      return of(Files.readAllLines(STATUS));
    } catch (IOException e) {
      return new Identity(1, 1, 1, 1);
    }
  }

  /** From the lines of proc(5), {@code /proc/PID/status}: real, effective, saved and file system id. */
  static Identity of(List<String> status) {
    int[] uids = ids(status, "Uid:");
    int[] gids = ids(status, "Gid:");
    return new Identity(uids[0], uids[1], gids[0], gids[1]);
  }

  private static int[] ids(List<String> status, String name) {
    String line = status.stream().filter(one -> one.startsWith(name)).findFirst()
        .orElseThrow(() -> new IllegalStateException("/proc/self/status has no " + name));
    String[] words = line.split("\\s+", -1);
    return new int[]{ Integer.parseUnsignedInt(words[1]), Integer.parseUnsignedInt(words[2])};
  }

  /** Whether it has root's rights. */
  public boolean isRoot() {
    return effectiveUid == 0;
  }

  /** Whether it has other rights than who started it: then its environment is not its own user's. */
  public boolean isSetuid() {
    return uid != effectiveUid || gid != effectiveGid;
  }
}
