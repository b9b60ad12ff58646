package io.credentialbroker.server.peer;

import io.credentialbroker.server.peer.ProcessTable.OpenProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The evidence, beside an id, of who is at the other end of a unix socket: a handle on the process that connected,
 * where the kernel has such handles, and which socket the other end is, where the kernel says. Where there is both,
 * both must be right; where there is neither, nobody is known.
 */
final class UnixPeer implements AutoCloseable, Attestation.Meant {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final String SOCKET = "socket:[";

  private final @Nullable PeerPidfd handle;
  private final boolean ended;
  private final long ownEnd;
  private long otherEnd;

  private UnixPeer(@Nullable PeerPidfd handle, boolean ended, long ownEnd) {
    this.handle = handle;
    this.ended = ended;
    this.ownEnd = ownEnd;
  }

  /** Gathers what can be had only while nobody else can close the socket, on the event loop. */
  static UnixPeer of(int socket, boolean handles) {
    String own = ProcFs.target(DESCRIPTORS.resolve(Integer.toString(socket)));
    long inode = own != null && own.startsWith(SOCKET)
        ? Long.parseLong(own, SOCKET.length(), own.length() - 1, 10)
        : 0;
    if (handles) {
      try {
        PeerPidfd handle = PeerPidfd.of(socket);
        return new UnixPeer(handle, handle == null, inode);
      } catch (IOException e) {
        // An old kernel: what the peer holds has to do.
      }
    }
    return new UnixPeer(null, false, inode);
  }

  /** Asks for the other end. Briefly, but this is not for the event loop. */
  UnixPeer asking(@Nullable UnixDiag kernel) {
    try {
      otherEnd = kernel == null || ownEnd == 0 ? 0 : kernel.peerOf(ownEnd);
    } catch (IOException e) {
      otherEnd = 0;
    }
    return this;
  }

  @Override
  public boolean is(OpenProcess process) throws IOException {
    boolean some = handle != null || otherEnd != 0;
    return some && !ended && (handle == null || handle.isAlive())
        && (otherEnd == 0 || process.holds(otherEnd));
  }

  @Override
  public void close() {
    if (handle != null) {
      handle.close();
    }
  }
}
