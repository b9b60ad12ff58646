package io.credentialbroker.server.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A handle on the very process that connected to a unix socket ({@code SO_PEERPIDFD}, since Linux 6.5): unlike its
 * id it is never another process's. A pidfd becomes readable when its process ends (pidfd_open(2)).
 */
final class PeerPidfd implements AutoCloseable {
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERPIDFD = 77;
  private static final int ENOPROTOOPT = 92;
  private static final short POLLIN = 1;
  /** {@code struct pollfd}. */
  private static final int POLLFD_BYTES = 8;
  private static final int POLLFD_EVENTS = 4;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final Calls calls;
  private final int descriptor;

  private PeerPidfd(Calls calls, int descriptor) {
    this.calls = calls;
    this.descriptor = descriptor;
  }

  /** The functions of the C library. */
  private record Calls(MethodHandle getsockopt, MethodHandle poll, MethodHandle close) {

    static final Calls FOUND = find();

    @SuppressWarnings("restricted") // the signatures are those of the C library on every 64-bit Linux
    private static Calls find() {
      var linker = Linker.nativeLinker();
      var names = linker.defaultLookup();
      return new Calls(
          linker.downcallHandle(names.findOrThrow("getsockopt"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
              Linker.Option.captureCallState("errno")),
          linker.downcallHandle(names.findOrThrow("poll"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)),
          linker.downcallHandle(names.findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT)));
    }
  }

  /**
   * Of the peer of this socket. Called where nobody else can close the socket meanwhile, the event loop.
   *
   * @return null when the peer has ended
   * @throws IOException when the kernel is too old to have such handles
   */
  static @Nullable PeerPidfd of(int socket) throws IOException {
    Calls calls = Calls.FOUND;
    try (var arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocate(JAVA_INT);
      value.set(JAVA_INT, 0, -1);
      length.set(JAVA_INT, 0, Integer.BYTES);
      int result = (int) calls.getsockopt().invokeExact(state, socket, SOL_SOCKET, SO_PEERPIDFD, value,
          length);
      if (result != 0 && (int) ERRNO.get(state, 0L) == ENOPROTOOPT) {
        throw new IOException("no SO_PEERPIDFD before Linux 6.5");
      }
      int descriptor = value.get(JAVA_INT, 0);
      return result == 0 && descriptor >= 0 ? new PeerPidfd(calls, descriptor) : null;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("getsockopt(2) has this signature", e);
    }
  }

  /** Whether the process lives: it has neither ended nor become a zombie. */
  boolean isAlive() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment pollfd = arena.allocate(POLLFD_BYTES, Integer.BYTES);
      pollfd.set(JAVA_INT, 0, descriptor);
      pollfd.set(JAVA_SHORT, POLLFD_EVENTS, POLLIN);
      int ready = (int) calls.poll().invokeExact(pollfd, 1L, 0);
      return ready == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("poll(2) has this signature", e);
    }
  }

  @Override
  public void close() {
    try {
      int _ = (int) calls.close().invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close(2) has this signature", e);
    }
  }
}
