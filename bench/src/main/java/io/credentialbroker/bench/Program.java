package io.credentialbroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A server under measurement: a process of its own, whose output goes to a file and whose CPU time can be read. */
final class Program implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final Process process;
  private final Path log;

  private Program(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts it with nothing but {@code PATH} and what is given in its environment. */
  static Program start(String name, Path folder, Map<String, String> environment, List<String> line)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    var builder = new ProcessBuilder(line).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    return new Program(name, builder.start(), log);
  }

  void await(Callable<Boolean> ready) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.call()) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
        throw unready();
      }
    }
  }

  BenchException unready() throws IOException {
    return new BenchException(name + " did not become ready", "its output:\n" + Files.readString(log));
  }

  boolean alive() {
    return process.isAlive();
  }

  /** User and system time of the process and its children so far: a master that forks its worker counts whole. */
  Duration cpu() throws IOException {
    long ticks = 0;
    for (long pid : all()) {
      ticks += ProcFiles.cpuTicks(pid);
    }
    return Duration.ofMillis(ticks * 1000 / ProcFiles.TICKS_PER_SECOND);
  }

  /** The process and all that it has started. */
  private List<Long> all() {
    var all = new ArrayList<Long>(List.of(process.pid()));
    process.descendants().map(ProcessHandle::pid).forEach(all::add);
    return all;
  }

  /** Proportional set size in KiB. */
  long pssKib() throws IOException {
    return ProcFiles.pssKib(process.pid());
  }

  long pid() {
    return process.pid();
  }

  /** The process that does the work: the last of its children, or itself. */
  long worker() {
    return process.descendants().mapToLong(ProcessHandle::pid).max().orElse(process.pid());
  }

  /** Asks it to end as a person at a keyboard does, and waits until it has. */
  void interrupt() throws InterruptedException {
    try {
      Tool.run(List.of("kill", "-INT", Long.toString(process.pid())));
    } catch (IOException | BenchException e) {
      process.destroy();
    }
    process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** How long its busiest thread stood ready while no processor was free, so far. */
  Duration waited() throws IOException {
    var longest = Duration.ZERO;
    var most = -1L;
    for (long pid : all()) {
      for (ProcFiles.Scheduled thread : ProcFiles.threads(pid)) {
        if (thread.ranNanos() > most) {
          most = thread.ranNanos();
          longest = Duration.ofNanos(thread.waitedNanos());
        }
      }
    }
    return longest;
  }

  /** How often its threads were given a processor, so far; of those that are there. */
  long woken() throws IOException {
    long times = 0;
    for (long pid : all()) {
      times += ProcFiles.threads(pid).stream().mapToLong(ProcFiles.Scheduled::times).sum();
    }
    return times;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
