package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of ours, with nothing of this one's environment but the path. */
final class Child {
  /** The distribution under test. */
  static final Path HOME = Path.of(System.getProperty("broker.distribution", "target/credential-broker"))
      .toAbsolutePath();
  private static final long PATIENCE_S = 240;

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Child start(Map<String, String> environment, Path log, List<String> line) throws IOException {
    var builder = new ProcessBuilder(line).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    return new Child(builder.start(), log);
  }

  /** Waits until what it has printed matches. */
  MatchResult awaitText(Pattern text) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (true) {
      Matcher found = text.matcher(printed());
      if (found.find()) {
        return found.toMatchResult();
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
        throw new IOException("did not print " + text + ":\n" + printed());
      }
    }
  }

  String printed() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** {@code STOP}, {@code CONT}, {@code TERM}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  /** As the power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end; how it ended. */
  int terminate() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      kill();
      throw new IOException("did not end:\n" + printed());
    }
    return process.exitValue();
  }
}
