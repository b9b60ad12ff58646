package io.credentialbroker.server.transport;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * Asks the kernel for one socket by its addresses (sock_diag(7), netlink): some microseconds, whatever else is
 * connected. The answer is in the buffer when the question has been sent, so nothing here waits.
 */
final class SockDiag implements SocketTable {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int NETLINK_SOCK_DIAG = 4;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short NLM_F_REQUEST = 1;
  private static final byte IPPROTO_TCP = 6;
  private static final int MSG_DONTWAIT = 0x40;
  private static final byte TCP_LISTEN = 10;

  /** {@code struct nlmsghdr} and {@code struct inet_diag_req_v2}. */
  private static final int REQUEST_BYTES = 16 + 56;
  /** {@code struct nlmsghdr} and {@code struct inet_diag_msg}. */
  private static final int ANSWER_BYTES = 16 + 72;
  private static final int ID = 16 + 8;
  private static final int ANSWER_STATE = 16 + 1;
  private static final int ANSWER_ID = 16 + 4;
  private static final int ANSWER_UID = 16 + 64;
  private static final int ANSWER_INODE = 16 + 68;

  private static final ValueLayout.OfShort NATIVE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt NATIVE_INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfShort NET_SHORT = NATIVE_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private final Arena arena = Arena.ofShared();
  private final MethodHandle send;
  private final MethodHandle receive;
  private final MethodHandle close;
  private final MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
  private final MemorySegment answer = arena.allocate(1024, 8);
  private final int descriptor;
  private boolean closed;

  /**
   * Opens the netlink socket.
   *
   * @throws IOException where there is none: another system, or a sandbox without {@code AF_NETLINK}
   */
  SockDiag() throws IOException {
    var linker = Linker.nativeLinker();
    send = handle(linker, "send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    receive = handle(linker, "recv",
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    close = handle(linker, "close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    var socket = handle(linker, "socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    try {
      descriptor = (int) socket.invokeExact(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
    } catch (Throwable e) {
      throw new IllegalStateException("socket(2) has this signature", e);
    }
    if (descriptor < 0) {
      arena.close();
      throw new IOException("no netlink socket");
    }
  }

  @SuppressWarnings("restricted") // the signatures are those of the C library on every 64-bit Linux
  private static MethodHandle handle(Linker linker, String name, FunctionDescriptor signature)
      throws IOException {
    var symbol = linker.defaultLookup().find(name);
    if (symbol.isEmpty()) {
      throw new IOException("no " + name + " in the C library");
    }
    return linker.downcallHandle(symbol.get(), signature);
  }

  @Override
  public synchronized OptionalInt ownerOf(InetSocketAddress local, InetSocketAddress remote)
      throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    byte[] source = local.getAddress().getAddress();
    byte[] destination = remote.getAddress().getAddress();
    request.fill((byte) 0);
    request.set(NATIVE_INT, 0, REQUEST_BYTES);
    request.set(NATIVE_SHORT, 4, SOCK_DIAG_BY_FAMILY);
    request.set(NATIVE_SHORT, 6, NLM_F_REQUEST);
    request.set(JAVA_BYTE, 16, (byte) (source.length == 4 ? AF_INET : AF_INET6));
    request.set(JAVA_BYTE, 17, IPPROTO_TCP);
    request.set(NATIVE_INT, 20, -1); // in any state
    request.set(NET_SHORT, ID, (short) local.getPort());
    request.set(NET_SHORT, ID + 2, (short) remote.getPort());
    MemorySegment.copy(source, 0, request, JAVA_BYTE, ID + 4, source.length);
    MemorySegment.copy(destination, 0, request, JAVA_BYTE, ID + 20, destination.length);
    request.set(NATIVE_INT, ID + 40, -1); // no cookie: the addresses say which
    request.set(NATIVE_INT, ID + 44, -1);
    return ask() ? read(local, remote) : OptionalInt.empty();
  }

  private boolean ask() throws IOException {
    try {
      long sent = (long) send.invokeExact(descriptor, request, (long) REQUEST_BYTES, 0);
      long received = (long) receive.invokeExact(descriptor, answer, answer.byteSize(), MSG_DONTWAIT);
      if (sent != REQUEST_BYTES || received < 16) {
        throw new IOException("sock_diag does not answer");
      }
      return received >= ANSWER_BYTES && answer.get(NATIVE_SHORT, 4) == SOCK_DIAG_BY_FAMILY;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("send(2) and recv(2) have these signatures", e);
    }
  }

  private OptionalInt read(InetSocketAddress local, InetSocketAddress remote) {
    // Where there is no such connection the kernel answers with the socket that listens on that port, and for a
    // socket that no process holds any more it says user 0, inode 0. Neither is the peer.
    boolean ours = answer.get(JAVA_BYTE, ANSWER_STATE) != TCP_LISTEN
        && answer.get(NET_SHORT, ANSWER_ID) == (short) local.getPort()
        && answer.get(NET_SHORT, ANSWER_ID + 2) == (short) remote.getPort()
        && answer.get(NATIVE_INT, ANSWER_INODE) != 0;
    return ours ? OptionalInt.of(answer.get(NATIVE_INT, ANSWER_UID)) : OptionalInt.empty();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        int _ = (int) close.invokeExact(descriptor);
      } catch (Throwable e) {
        throw new IllegalStateException("close(2) has this signature", e);
      }
      arena.close();
    }
  }
}
