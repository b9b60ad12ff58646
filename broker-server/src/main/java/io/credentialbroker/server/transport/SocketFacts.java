package io.credentialbroker.server.transport;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel knows about a descriptor of ours that we did not open, asked by system calls: the JDK and
 * Netty know only the sockets that they made.
 *
 * @param listens whether connections can be accepted from it
 * @param address where it is bound
 */
record SocketFacts(boolean listens, Address address) {
  private static final int SOL_SOCKET = 1;
  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SOCK_STREAM = 1;
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int O_NONBLOCK = 04000;
  /** {@code struct sockaddr_storage}. */
  private static final int LARGEST_ADDRESS = 128;
  private static final ValueLayout.OfShort NATIVE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfShort NET_SHORT = NATIVE_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  /** Where a socket is bound. */
  sealed interface Address {}

  /** An address with a port. */
  record Inet(InetSocketAddress address) implements Address {}

  /** A path. */
  record File(Path path) implements Address {}

  /** Something else, in words. */
  record Other(String what) implements Address {}

  /** Null when the descriptor is no socket. Afterwards it is non-blocking, and closed in a program we start. */
  static @Nullable SocketFacts of(int descriptor) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment size = arena.allocate(JAVA_INT);
      if (option(descriptor, SO_TYPE, value, size) != 0) {
        return null;
      }
      boolean stream = value.get(JAVA_INT, 0) == SOCK_STREAM;
      boolean accepts = option(descriptor, SO_ACCEPTCONN, value, size) == 0 && value.get(JAVA_INT, 0) != 0;
      MemorySegment address = arena.allocate(LARGEST_ADDRESS, 8);
      size.set(JAVA_INT, 0, LARGEST_ADDRESS);
      int named = (int) function("getsockname", List.of(JAVA_INT, ADDRESS, ADDRESS), 0)
          .invokeExact(descriptor, address, size);
      MethodHandle control = function("fcntl", List.of(JAVA_INT, JAVA_INT, JAVA_INT), 2);
      int flags = (int) control.invokeExact(descriptor, F_GETFL, 0);
      // An accept on a blocking socket would stop the event loop until somebody connects.
      int changed = (int) control.invokeExact(descriptor, F_SETFL, flags | O_NONBLOCK)
          | (int) control.invokeExact(descriptor, F_SETFD, FD_CLOEXEC);
      return new SocketFacts(stream && accepts && changed == 0,
          named == 0 ? address(address, size.get(JAVA_INT, 0)) : new Other("without an address"));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("getsockopt(2), getsockname(2) and fcntl(2) have these signatures", e);
    }
  }

  private static int option(int descriptor, int name, MemorySegment value, MemorySegment size)
      throws Throwable {
    size.set(JAVA_INT, 0, (int) JAVA_INT.byteSize());
    return (int) function("getsockopt", List.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), 0)
        .invokeExact(descriptor, SOL_SOCKET, name, value, size);
  }

  /** A function of the C library that answers an int. */
  @SuppressWarnings("restricted") // the signatures are those of the C library on every 64-bit Linux
  private static MethodHandle function(String name, List<ValueLayout> parameters, int variadicFrom) {
    var linker = Linker.nativeLinker();
    var options = new ArrayList<Linker.Option>();
    if (variadicFrom > 0) {
      options.add(Linker.Option.firstVariadicArg(variadicFrom));
    }
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, parameters.toArray(ValueLayout[]::new)),
        options.toArray(Linker.Option[]::new));
  }

  private static Address address(MemorySegment given, int length) throws UnknownHostException {
    int family = given.get(NATIVE_SHORT, 0);
    return switch (family) {
      case AF_INET -> inet(given, 4, 4);
      case AF_INET6 -> inet(given, 8, 16);
      case AF_UNIX -> file(given, length);
      default -> new Other("address family " + family);
    };
  }

  private static Inet inet(MemorySegment given, int at, int length) throws UnknownHostException {
    var bytes = new byte[length];
    MemorySegment.copy(given, JAVA_BYTE, at, bytes, 0, length);
    return new Inet(new InetSocketAddress(InetAddress.getByAddress(bytes),
        Short.toUnsignedInt(given.get(NET_SHORT, 2))));
  }

  /** {@code unix(7)}: the length says how much there is; a name that begins with zero is in no folder. */
  private static Address file(MemorySegment given, int length) {
    int most = Math.min(length, LARGEST_ADDRESS) - 2;
    int end = 0;
    while (end < most && given.get(JAVA_BYTE, 2 + end) != 0) {
      end++;
    }
    if (end == 0) {
      return new Other("a unix socket without a path");
    }
    var bytes = new byte[end];
    MemorySegment.copy(given, JAVA_BYTE, 2, bytes, 0, end);
    return new File(Path.of(new String(bytes, StandardCharsets.UTF_8)));
  }
}
