package io.credentialbroker.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A compose file of ours, brought up by the compose command of this machine. It lies in a folder of its own with
 * {@code config} beside it, and its application is given something to do.
 */
final class Compose implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String IDLE = "services: {app: {command: [sleep, infinity]}}\n";
  /** Docker Compose knows it since 2.17, and 1.x takes no word that it does not know; no other may be taken out. */
  private static final String SINCE_2_17 = "        restart: true\n";

  private final Path folder;
  private final List<String> command;
  private final Map<String, String> environment;

  /**
   * @param folder where {@code config} is
   * @param images what stands in for the images, by the variables that name them
   */
  Compose(Path file, Path folder, Map<String, String> images) throws IOException {
    this.folder = folder;
    this.environment = new HashMap<>(images);
    environment.put("HOME", System.getProperty("user.home"));
    String engine = System.getenv("DOCKER_HOST");
    if (engine != null) {
      environment.put("DOCKER_HOST", engine);
    }
    List<String> program = program();
    boolean first = run(program, "version", "--short").succeeded().startsWith("1.");
    String text = Files.readString(file);
    Files.writeString(folder.resolve("compose.yaml"), first ? text.replace(SINCE_2_17, "") : text);
    Files.writeString(folder.resolve("idle.yaml"), IDLE);
    var line = new ArrayList<>(program);
    line.addAll(
        List.of("-p", "broker-test-" + UUID.randomUUID(), "-f", "compose.yaml", "-f", "idle.yaml"));
    this.command = List.copyOf(line);
  }

  /** The plugin of the engine's client, or the program that was there before it. */
  private List<String> program() {
    var plugin = List.of("docker", "compose");
    if (Tools.has("docker") && run(plugin, "version").exit() == 0) {
      return plugin;
    }
    Tools.need("docker-compose");
    return List.of("docker-compose");
  }

  private Run run(List<String> program, String... words) {
    var line = new ArrayList<>(program);
    line.addAll(List.of(words));
    return Run.of(environment, folder, line, PATIENCE);
  }

  /** Starts all of it; returns when what is depended upon is healthy. */
  void up(String... more) {
    var words = new ArrayList<>(List.of("up", "-d", "--no-build"));
    words.addAll(List.of(more));
    Run up = run(command, words.toArray(String[]::new));
    if (up.exit() != 0) {
      throw new AssertionError(up.err() + "\n" + logs());
    }
  }

  /** What a script in the application prints. */
  String inApplication(String script) {
    return run(command, "exec", "-T", "app", "sh", "-c", script).out();
  }

  /** Which container a service runs in. */
  String id(String service) {
    return run(command, "ps", "-q", service).succeeded().strip();
  }

  String logs() {
    return run(command, "logs", "--no-color").out();
  }

  @Override
  public void close() {
    run(command, "down", "-v", "-t", "2").succeeded();
  }
}
