package io.credentialbroker.server.peer;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The processes of this machine, as the system tells of them. Everything here may block. */
interface ProcessTable {
  /**
   * Takes hold of a process: what comes back stays with the process that has this id now, and fails once that one
   * is gone, whoever has the id then.
   *
   * @return null when there is no such process
   */
  @Nullable
  OpenProcess open(int pid) throws IOException;

  /**
   * The processes that hold a socket, as far as this process may see what they hold.
   *
   * @param inode the socket's number
   * @param uid only processes of this user are looked at
   */
  Set<Integer> holdersOf(long inode, int uid) throws IOException;

  /** Whether this machine has that file at a path, through whatever links. */
  boolean isAt(String path, Program program);

  /** A process that is held on to. */
  interface OpenProcess extends AutoCloseable {
    /** Fails when the process has ended. */
    Stamp stamp() throws IOException;

    /** The file that it runs; null when the system does not tell us. */
    @Nullable
    Program program() throws IOException;

    /** SHA-256 of the file that it runs, in lower-case hexadecimal digits; null when it cannot be read. */
    @Nullable
    String digest(Program program) throws IOException;

    /** Its control group, beginning with a slash; null when the system does not tell. */
    @Nullable
    String cgroup() throws IOException;

    /** Whether it holds a socket of this number. */
    boolean holds(long inode) throws IOException;

    @Override
    void close();
  }

  /**
   * What does not change while a process lives, and is never the same for two with one id.
   *
   * @param started clock ticks from the start of the system
   * @param uid its effective user
   */
  record Stamp(long started, int uid) {}

  /**
   * A file that a process runs, in one state: whatever is written into it, or done to its names, changes
   * {@code changed}.
   *
   * @param device where it is
   * @param inode its number there
   * @param size in bytes
   * @param modified nanoseconds since 1970
   * @param changed nanoseconds since 1970
   */
  record Program(long device, long inode, long size, long modified, long changed) {}
}
