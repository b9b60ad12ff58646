package io.credentialbroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Samples of where a process is, by {@code perf} of Linux: its own code, the libraries', the kernel's on its behalf. */
final class Perf implements AutoCloseable {
  /** Not a divisor of the timers' rates, with which samples would fall in step. */
  static final int PER_SECOND = 997;

  private final Path data;
  private final Program program;

  private Perf(Path data, Program program) {
    this.data = data;
    this.program = program;
  }

  /** Looks at a process that runs, and at all of its threads, until this is closed. */
  static Perf watch(long pid, Path folder) throws Exception {
    Path data = folder.resolve(pid + ".perf");
    var line = new ArrayList<>(command(data));
    line.addAll(List.of("-p", Long.toString(pid)));
    Program program = Program.start("perf", folder, Map.of(), line);
    program.await(() -> Files.exists(data) && Files.size(data) > 0);
    return new Perf(data, program);
  }

  /** The words before a command that is to be looked at from its exec on. */
  static List<String> command(Path data) throws BenchException {
    // By the processor's clock and not its cycle counter, which few virtual machines have.
    return List.of(Tool.PERF.path(), "record", "-q", "-e", "cpu-clock", "-F", Integer.toString(PER_SECOND),
        "-g", "-o",
        data.toString());
  }

  @Override
  public void close() throws InterruptedException {
    program.interrupt();
  }

  /** What was seen. For names of Java methods, the process must have written its map. */
  List<Sample> samples() throws Exception {
    return samples(data);
  }

  static List<Sample> samples(Path data) throws Exception {
    Path text = data.resolveSibling(data.getFileName() + ".txt");
    var process = new ProcessBuilder(Tool.PERF.path(), "script", "-i", data.toString(), "-F",
        "comm,tid,ip,sym,dso")
        .redirectOutput(text.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new BenchException("perf script does not read what perf recorded", data.toString());
    }
    try (var lines = Files.lines(text)) {
      List<Sample> samples = Sample.parse(lines::iterator);
      if (samples.isEmpty()) {
        throw new IOException("no samples in " + data);
      }
      return samples;
    }
  }
}
