package io.credentialbroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Linux tells of a process, see proc(5). */
final class ProcFiles {
  /** {@code USER_HZ}, which is 100 on every Linux that runs Java. */
  static final int TICKS_PER_SECOND = 100;

  /** utime and stime are fields 14 and 15; the name in parentheses before may hold anything. */
  private static final int UTIME_AFTER_NAME = 11;

  private ProcFiles() {}

  static long cpuTicks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1]);
  }

  /**
   * What the scheduler gave a thread.
   *
   * @param ranNanos how long it ran
   * @param waitedNanos how long it could have run, and no processor was free
   * @param times how often it was given a processor: where nothing else wants that, how often it was woken
   */
  record Scheduled(long ranNanos, long waitedNanos, long times) {}

  static List<Scheduled> threads(long pid) throws IOException {
    var all = new ArrayList<Scheduled>();
    try (var tasks = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks) {
        String[] fields = Files.readString(task.resolve("schedstat")).strip().split(" ", -1);
        all.add(
            new Scheduled(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2])));
      }
    } catch (NoSuchFileException e) {
      // A thread that ended meanwhile was not the busiest.
    }
    return all;
  }

  static long pssKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
        .filter(line -> line.startsWith("Pss:")).map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst().orElseThrow(() -> new IOException("no Pss of process " + pid));
  }

  /** The processor's name, for the report. */
  static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
