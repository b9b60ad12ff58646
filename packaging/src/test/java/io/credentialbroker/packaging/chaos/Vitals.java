package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process holds, as the kernel counts it. */
record Vitals(long rssKiB, int files, int threads) {

  static Vitals of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      var status = Files.readAllLines(process.resolve("status"));
      return new Vitals(number(status, "VmRSS:"), (int) files.count(), (int) number(status, "Threads:"));
    }
  }

  /** The processor time that a process has taken, all its threads together; in steps of 10 ms (proc(5), USER_HZ). */
  static long processorMillis(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return 10 * (Long.parseLong(behindName[11]) + Long.parseLong(behindName[12]));
  }

  private static long number(List<String> status, String name) throws IOException {
    for (String line : status) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no " + name + " in the process's status");
  }

  /** The slope of the line of least squares through the resident sizes. */
  static double slopeMiBPerHour(List<Vitals> seen, double secondsBetween) {
    double n = seen.size();
    double meanX = (n - 1) / 2;
    double meanY = seen.stream().mapToLong(Vitals::rssKiB).average().orElse(0);
    double over = 0;
    double under = 0;
    for (int i = 0; i < seen.size(); i++) {
      over += (i - meanX) * (seen.get(i).rssKiB() - meanY);
      under += (i - meanX) * (i - meanX);
    }
    return under == 0 ? 0 : over / under / 1024 * 3600 / secondsBetween;
  }
}
