package io.credentialbroker.server.peer;

import static io.credentialbroker.server.peer.DiagSocket.HEADER;
import static io.credentialbroker.server.peer.DiagSocket.NATIVE_INT;
import static io.credentialbroker.server.peer.DiagSocket.NATIVE_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Asks the kernel for the other end of a unix socket, by the number of this end. */
final class UnixDiag implements AutoCloseable {
  private static final int AF_UNIX = 1;
  /** {@code struct unix_diag_req} after the header. */
  private static final int REQUEST_BYTES = HEADER + 24;
  /** {@code struct unix_diag_msg} after the header; attributes follow. */
  private static final int ANSWER_BYTES = HEADER + 16;
  private static final int UDIAG_SHOW_PEER = 4;
  private static final short UNIX_DIAG_PEER = 2;
  private static final int ATTRIBUTE_HEADER = 4;

  private final DiagSocket kernel;

  /**
   * Opens the netlink socket.
   *
   * @throws IOException where there is none: another system, or a sandbox without {@code AF_NETLINK}
   */
  UnixDiag() throws IOException {
    kernel = new DiagSocket(REQUEST_BYTES);
  }

  /**
   * The number of the socket at the other end.
   *
   * @param inode the number of this end
   * @return 0 when there is no other end, or the kernel cannot say
   */
  long peerOf(long inode) throws IOException {
    return kernel.ask(AF_UNIX, request -> {
      request.set(NATIVE_INT, HEADER + 4, -1); // in any state
      request.set(NATIVE_INT, HEADER + 8, (int) inode);
      request.set(NATIVE_INT, HEADER + 12, UDIAG_SHOW_PEER);
      request.set(NATIVE_INT, HEADER + 16, -1); // no cookie
      request.set(NATIVE_INT, HEADER + 20, -1);
    }, ANSWER_BYTES, UnixDiag::peer, 0L);
  }

  private static long peer(MemorySegment answer) {
    int at = ANSWER_BYTES;
    while (at + ATTRIBUTE_HEADER + Integer.BYTES <= answer.byteSize()) {
      int length = Short.toUnsignedInt(answer.get(NATIVE_SHORT, at));
      if (answer.get(NATIVE_SHORT, at + 2) == UNIX_DIAG_PEER && length >= ATTRIBUTE_HEADER + Integer.BYTES) {
        return Integer.toUnsignedLong(answer.get(NATIVE_INT, at + ATTRIBUTE_HEADER));
      }
      at += Math.max(ATTRIBUTE_HEADER, (length + 3) / 4 * 4);
    }
    return 0;
  }

  @Override
  public void close() {
    kernel.close();
  }
}
