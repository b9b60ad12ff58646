package io.credentialbroker.server.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** This process's own command line, and starting anew in the same process: whoever started it notices nothing. */
public final class Exec {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final String PROGRAM = "/proc/self/exe";

  private Exec() {}

  /**
   * The words this process was started with, the program first.
   *
   * @throws IOException where there is no Linux to tell
   */
  public static List<String> ownCommandLine() throws IOException {
    String words = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
    return List.of(words.substring(0, Math.max(0, words.length() - 1)).split("\0", -1));
  }

  /**
   * Becomes the same program with another command line (execve(2)): same process id, same environment, and the
   * descriptors that a service manager has passed stay open.
   *
   * @param commandLine as {@link #ownCommandLine} gives it: one character for each byte
   * @throws IOException when the system does not let us; otherwise this does not return
   */
  @SuppressWarnings("restricted") // the launcher says --enable-native-access
  public static void become(List<String> commandLine) throws IOException {
    Linker linker = Linker.nativeLinker();
    var symbol = linker.defaultLookup().find("execv").orElseThrow(() -> new IOException("there is no execv"));
    MethodHandle execv = linker.downcallHandle(symbol,
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment words = arena.allocate(ValueLayout.ADDRESS, commandLine.size() + 1L);
      for (int i = 0; i < commandLine.size(); i++) {
        words.setAtIndex(ValueLayout.ADDRESS, i,
            arena.allocateFrom(commandLine.get(i), StandardCharsets.ISO_8859_1));
      }
      words.setAtIndex(ValueLayout.ADDRESS, commandLine.size(), MemorySegment.NULL);
      // The link is followed now: afterwards it would lead to whatever runs then.
      String program = Path.of(PROGRAM).toRealPath().toString();
      int result = (int) execv.invokeExact(arena.allocateFrom(program, StandardCharsets.UTF_8), words);
      throw new IOException("execv answered " + result);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) { // which is what a method handle may throw
      throw new IOException("execv cannot be called: " + e.getClass().getSimpleName(), e);
    }
  }
}
