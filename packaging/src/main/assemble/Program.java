import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that the assembly starts: one of a training run, ended when the run is over however it went, or a command. */
final class Program implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final Path work;
  private final Path log;
  private final Process process;

  Program(String name, Path work, Map<String, String> environment, List<String> line) throws IOException {
    this.name = name;
    this.work = work;
    this.log = work.resolve(name + ".log");
    var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    prepare(builder, environment);
    this.process = builder.start();
  }

  void await(Path file) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(work.resolve(file))) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
        throw new IllegalStateException(name + " did not become ready:\n" + Files.readString(log));
      }
    }
  }

  /** Ends it as a person would; the cache is written on the way out. */
  void end() throws Exception {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0 && process.exitValue() != 143) {
      throw new IllegalStateException(name + " did not end well:\n" + Files.readString(log));
    }
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /** Runs a program to its end; answers what it printed. */
  static String exec(Map<String, String> environment, String... line) throws Exception {
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    prepare(builder, environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(line[0] + " exited with " + process.exitValue() + ":\n" + output);
    }
    return output;
  }

  /** As the launchers do, options for other Java programs are kept back. */
  private static void prepare(ProcessBuilder builder, Map<String, String> environment) {
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    builder.environment().putAll(environment);
  }
}
