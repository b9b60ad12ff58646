package io.credentialbroker.server.process;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What this process does to itself before it holds anything. */
public final class OwnProcess {
  /** Variables from which Java takes options: an agent, a debugger, a heap dump. */
  public static final List<String> OPTION_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
      "_JAVA_OPTIONS");

  private static final int PR_GET_DUMPABLE = 3;
  private static final int PR_SET_DUMPABLE = 4;

  private OwnProcess() {}

  /**
   * Makes the process not dumpable: from then on no process of the same user can trace it, read its memory or
   * its environment, or make it leave a core (prctl(2), PR_SET_DUMPABLE; ssh-agent does the same). Elsewhere
   * than on Linux it does nothing.
   *
   * @throws IOException when Linux did not do it
   */
  public static void closeToOthers() throws IOException {
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")) {
      try {
        MethodHandle prctl = prctl();
        int set = (int) prctl.invokeExact(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
        int now = (int) prctl.invokeExact(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L);
        if (set != 0 || now != 0) {
          throw new IOException("prctl(PR_SET_DUMPABLE) answered " + set + " and dumpable is " + now);
        }
      } catch (IOException e) {
        throw e;
      } catch (Throwable e) { // which is what a method handle may throw
        throw new IOException("prctl cannot be called: " + e.getClass().getSimpleName(), e);
      }
    }
  }

  /** Those of {@link #OPTION_VARIABLES} that are set. */
  public static List<String> optionsIn(Map<String, String> environment) {
    return OPTION_VARIABLES.stream().filter(name -> !environment.getOrDefault(name, "").isBlank()).toList();
  }

  @SuppressWarnings("restricted") // the launcher says --enable-native-access
  private static MethodHandle prctl() throws IOException {
    Linker linker = Linker.nativeLinker();
    var symbol = linker.defaultLookup().find("prctl").orElseThrow(() -> new IOException("there is no prctl"));
    var number = ValueLayout.JAVA_LONG;
    return linker.downcallHandle(symbol,
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, number, number, number, number),
        Linker.Option.firstVariadicArg(1));
  }
}
