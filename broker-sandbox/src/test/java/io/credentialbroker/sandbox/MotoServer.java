package io.credentialbroker.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    Path program = Tools.require("moto_server", "pip install 'moto[server]'");
    Process process = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", "0")
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

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
