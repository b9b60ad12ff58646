package io.credentialbroker.server.peer;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which process holds a socket, for the record. The kernel has no answer to that but to look at what all processes
 * hold, which takes from 0.1 ms for one that has just begun to some 10 ms; so no more is looked than a fiftieth of the
 * time, and a flood of connections costs no more than that. For one thread.
 */
public final class SocketHolders {
  private static final int SHARE = 50;
  private static final int MOST_KEPT = 1_024;

  private final ProcFs processes;
  private final LongSupplier ticker;
  private final Map<Long, Integer> known = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
      return size() > MOST_KEPT;
    }
  };
  private long next;

  SocketHolders(ProcFs processes, LongSupplier ticker) {
    this.processes = processes;
    this.ticker = ticker;
    this.next = ticker.getAsLong();
  }

  /** By this machine's {@code /proc}; where there is none, nobody holds anything. */
  public static SocketHolders ofThisMachine() {
    return new SocketHolders(new ProcFs(Path.of("/proc"), new ProgramDigests(InstantSource.system())),
        System::nanoTime);
  }

  /**
   * A process that holds the socket. Blocks.
   *
   * @param inode the socket's number
   * @return 0 when it is not known
   */
  public int holderOf(long inode) {
    Integer found = known.get(inode);
    long before = ticker.getAsLong();
    if (found != null || before - next < 0) {
      return found == null ? 0 : found;
    }
    int holder = processes.holderOf(inode);
    long after = ticker.getAsLong();
    next = after + (after - before) * SHARE;
    known.put(inode, holder);
    return holder;
  }
}
