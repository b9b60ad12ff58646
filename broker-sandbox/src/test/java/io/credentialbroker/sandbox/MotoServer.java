package io.credentialbroker.sandbox;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** An STS that is not ours, in a process of its own. */
final class MotoServer implements AutoCloseable {
  private static final Pattern RUNNING = Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");

  private final Process process;
  private final URI endpoint;

  private MotoServer(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts it; where it is not installed the test is skipped, or fails when {@code BROKER_REQUIRE_TOOLS=1}. */
  static MotoServer start() throws IOException {
    Optional<Path> program = onPath("moto_server");
    if (program.isEmpty()) {
      String message = "moto_server is not on the PATH: pip install 'moto[server]'";
      if ("1".equals(System.getenv("BROKER_REQUIRE_TOOLS"))) {
        throw new AssertionError(message);
      }
      Assumptions.abort(message);
    }
    Process process = new ProcessBuilder(program.orElseThrow().toString(), "-H", "127.0.0.1", "-p", "0")
        .redirectErrorStream(true).start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher running = RUNNING.matcher(line);
      if (running.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return new MotoServer(process, URI.create(running.group(1)));
      }
    }
    throw new AssertionError("moto_server ended before it listened");
  }

  URI endpoint() {
    return endpoint;
  }

  private static Optional<Path> onPath(String program) {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
