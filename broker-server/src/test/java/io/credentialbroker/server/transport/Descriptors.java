package io.credentialbroker.server.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/** What a parent process does with descriptors before it starts a child. */
final class Descriptors {
  private Descriptors() {}

  /** {@code dup(2)}. */
  @SuppressWarnings("restricted")
  static int copy(int descriptor) {
    var linker = Linker.nativeLinker();
    var dup = linker.downcallHandle(linker.defaultLookup().findOrThrow("dup"),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    try {
      return (int) dup.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
