package io.credentialbroker.packaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A program that runs until the test ends; its output goes to a file that a failed wait prints. */
final class Service implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;

  private Service(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Service start(Map<String, String> environment, Path log, List<String> line) throws IOException {
    return start(environment, log, null, line);
  }

  /** As above, in this folder. */
  static Service start(Map<String, String> environment, Path log, @Nullable Path folder, List<String> line)
      throws IOException {
    var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    return new Service(builder.start(), log);
  }

  /** Polls until the program is ready; its own output is the message when it never is. */
  void awaitReady(BooleanSupplier ready) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.getAsBoolean()) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
        throw new AssertionError("not ready:\n" + log());
      }
    }
  }

  long pid() {
    return process.pid();
  }

  String log() throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
      return String.join("\n", reader.lines().toList());
    }
  }

  boolean logContains(String text) {
    try {
      return log().contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when it has ended by itself. */
  void awaitEnd() throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still runs:\n" + log());
    }
  }

  /** Asks it to end, as a service manager does, and says how it ended. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end within " + PATIENCE);
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
