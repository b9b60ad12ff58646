package io.credentialbroker.server.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A netlink socket on which the kernel answers questions about sockets (sock_diag(7)). The answer is in the buffer
 * when the question has been sent, so nothing here waits.
 */
final class DiagSocket implements AutoCloseable {
  /** {@code struct nlmsghdr}: question and answer begin with one. */
  static final int HEADER = 16;
  static final ValueLayout.OfShort NATIVE_SHORT = JAVA_SHORT_UNALIGNED;
  static final ValueLayout.OfInt NATIVE_INT = ValueLayout.JAVA_INT_UNALIGNED;

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int NETLINK_SOCK_DIAG = 4;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short NLM_F_REQUEST = 1;
  private static final int MSG_DONTWAIT = 0x40;

  private final Arena arena = Arena.ofShared();
  private final MethodHandle send;
  private final MethodHandle receive;
  private final MethodHandle close;
  private final MemorySegment answer = arena.allocate(1024, 8);
  private final MemorySegment request;
  private final int descriptor;
  private boolean closed;

  /** A question to be written into the buffer, whose header and zeros are there already. */
  interface Question {
    void write(MemorySegment request);
  }

  /** Takes what is needed out of an answer. */
  interface Reading<T> {
    T read(MemorySegment answer);
  }

  /**
   * Opens the netlink socket.
   *
   * @param bytes the size of a question, header and all
   * @throws IOException where there is none: another system, or a sandbox without {@code AF_NETLINK}
   */
  DiagSocket(int bytes) throws IOException {
    request = arena.allocate(bytes, 8);
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

  /**
   * Asks one question.
   *
   * @param family of the sockets it is about
   * @param least how many bytes an answer has at least, header and all
   * @return {@code none} when the kernel answers that there is no such socket
   * @throws IOException when it does not answer
   */
  synchronized <T> T ask(int family, Question question, int least, Reading<T> reading, T none)
      throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    long size = request.byteSize();
    request.fill((byte) 0);
    request.set(NATIVE_INT, 0, (int) size);
    request.set(NATIVE_SHORT, 4, SOCK_DIAG_BY_FAMILY);
    request.set(NATIVE_SHORT, 6, NLM_F_REQUEST);
    request.set(JAVA_BYTE, HEADER, (byte) family);
    question.write(request);
    long received = exchange(size);
    return received >= least && answer.get(NATIVE_SHORT, 4) == SOCK_DIAG_BY_FAMILY
        ? reading.read(answer.asSlice(0, received))
        : none;
  }

  private long exchange(long size) throws IOException {
    long sent;
    long received;
    try {
      sent = (long) send.invokeExact(descriptor, request, size, 0);
      received = (long) receive.invokeExact(descriptor, answer, answer.byteSize(), MSG_DONTWAIT);
    } catch (Throwable e) {
      throw new IllegalStateException("send(2) and recv(2) have these signatures", e);
    }
    if (sent != size || received < HEADER) {
      throw new IOException("sock_diag does not answer");
    }
    return received;
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
