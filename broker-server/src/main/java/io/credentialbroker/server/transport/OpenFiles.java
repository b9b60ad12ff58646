package io.credentialbroker.server.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** How many file descriptors this process may have. */
public final class OpenFiles {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Path OPEN = Path.of("/proc/self/fd");
  /** For STS calls and the classes they need, config files, timers, the log and the sockets that listen. */
  private static final int RESERVE = 64;

  private OpenFiles() {}

  /**
   * How many connections there may be without callers taking the descriptors that the calls to STS need.
   *
   * @param wanted as many as this, if there is room
   * @return at least 8: with less room there is no reserve, and no daemon would work
   */
  public static int roomFor(int wanted) {
    return roomFor(wanted, LIMITS, OPEN);
  }

  static int roomFor(int wanted, Path limits, Path open) {
    OptionalInt limit = softLimit(limits);
    return limit.isEmpty() ? wanted : Math.max(8, Math.min(wanted, limit.getAsInt() - inUse(open) - RESERVE));
  }

  /** The descriptors that are open already: the runtime's own, and a jar for each library. */
  private static int inUse(Path open) {
    try (var all = Files.list(open)) {
      return (int) all.count();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The soft limit of proc(5), {@code /proc/PID/limits}; empty where it is unlimited or not told. */
  private static OptionalInt softLimit(Path limits) {
    try (var lines = Files.lines(limits)) {
      return lines.filter(line -> line.startsWith("Max open files"))
          .map(line -> line.strip().split("\\s+", -1)[3])
          .filter(number -> number.matches("\\d{1,9}"))
          .mapToInt(Integer::parseInt)
          .findFirst();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }
}
