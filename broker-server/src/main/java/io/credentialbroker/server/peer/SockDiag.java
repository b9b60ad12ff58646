package io.credentialbroker.server.peer;

import static io.credentialbroker.server.peer.DiagSocket.HEADER;
import static io.credentialbroker.server.peer.DiagSocket.NATIVE_INT;
import static io.credentialbroker.server.peer.DiagSocket.NATIVE_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.Optional;

/** Asks the kernel for one TCP socket by its addresses: some microseconds, whatever else is connected. */
final class SockDiag implements SocketTable {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final byte IPPROTO_TCP = 6;
  private static final byte TCP_LISTEN = 10;

  /** {@code struct inet_diag_req_v2} after the header. */
  private static final int REQUEST_BYTES = HEADER + 56;
  /** {@code struct inet_diag_msg} after the header. */
  private static final int ANSWER_BYTES = HEADER + 72;
  private static final int ID = HEADER + 8;
  private static final int ANSWER_STATE = HEADER + 1;
  private static final int ANSWER_ID = HEADER + 4;
  private static final int ANSWER_UID = HEADER + 64;
  private static final int ANSWER_INODE = HEADER + 68;

  private static final ValueLayout.OfShort NET_SHORT = NATIVE_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private final DiagSocket kernel;

  /**
   * Opens the netlink socket.
   *
   * @throws IOException where there is none: another system, or a sandbox without {@code AF_NETLINK}
   */
  SockDiag() throws IOException {
    kernel = new DiagSocket(REQUEST_BYTES);
  }

  @Override
  public Optional<Owner> ownerOf(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    return find(local, remote).flatMap(Found::owner);
  }

  @Override
  public boolean hasLostPeer(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    return find(local, remote).map(found -> found.state() == CLOSE_WAIT).orElse(true);
  }

  /** What the kernel says of a socket. */
  private record Found(byte state, int uid, int inode) {
    Optional<Owner> owner() {
      return inode == 0 ? Optional.empty() : Optional.of(new Owner(uid, Integer.toUnsignedLong(inode)));
    }
  }

  private Optional<Found> find(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    byte[] source = local.getAddress().getAddress();
    byte[] destination = remote.getAddress().getAddress();
    return kernel.ask(source.length == 4 ? AF_INET : AF_INET6, request -> {
      request.set(JAVA_BYTE, HEADER + 1, IPPROTO_TCP);
      request.set(NATIVE_INT, HEADER + 4, -1); // in any state
      request.set(NET_SHORT, ID, (short) local.getPort());
      request.set(NET_SHORT, ID + 2, (short) remote.getPort());
      MemorySegment.copy(source, 0, request, JAVA_BYTE, ID + 4, source.length);
      MemorySegment.copy(destination, 0, request, JAVA_BYTE, ID + 20, destination.length);
      request.set(NATIVE_INT, ID + 40, -1); // no cookie: the addresses say which
      request.set(NATIVE_INT, ID + 44, -1);
    }, ANSWER_BYTES, answer -> read(answer, local, remote), Optional.empty());
  }

  private static Optional<Found> read(MemorySegment answer, InetSocketAddress local,
      InetSocketAddress remote) {
    // Where there is no such connection the kernel answers with the socket that listens on that port, and for a
    // socket that no process holds any more it says user 0, inode 0. Neither is the peer.
    byte state = answer.get(JAVA_BYTE, ANSWER_STATE);
    boolean ours = state != TCP_LISTEN
        && answer.get(NET_SHORT, ANSWER_ID) == (short) local.getPort()
        && answer.get(NET_SHORT, ANSWER_ID + 2) == (short) remote.getPort();
    return ours
        ? Optional
            .of(new Found(state, answer.get(NATIVE_INT, ANSWER_UID), answer.get(NATIVE_INT, ANSWER_INODE)))
        : Optional.empty();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
