package io.credentialbroker.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command as a process of its own, from this test's class path: for what cannot be seen from inside, such as
 * inherited outputs, signals and children.
 */
public record BrokerProcess(Process process, Path out, Path err) {

  /**
   * Undoes what whoever runs the tests has had ignored ({@code nohup}, a job in the background): an ignored signal is
   * inherited for good, and a shell cannot trap it. Empty where {@code env} does not know the option.
   */
  private static final List<String> ALL_SIGNALS = resetsSignals()
      ? List.of("env", "--default-signal")
      : List.of();

  public static BrokerProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(folder, environment, List.of(), arguments);
  }

  public static BrokerProcess start(Path folder, Map<String, String> environment, List<String> options,
      String... arguments) throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    var builder = builder(environment, options, arguments).redirectOutput(out.toFile())
        .redirectError(err.toFile());
    return new BrokerProcess(builder.start(), out, err);
  }

  /** With standard error as a pipe, to be read while it runs. */
  public static Process startWithPipe(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    return builder(environment, List.of(), arguments)
        .redirectOutput(Files.createTempFile(folder, "out", ".txt").toFile()).start();
  }

  private static ProcessBuilder builder(Map<String, String> environment, List<String> options,
      String... arguments) {
    var command = new ArrayList<>(java(options, "io.credentialbroker.client.cli.BrokerCommand"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(withAllSignals(command.toArray(String[]::new)));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    return builder;
  }

  /** The command line that runs {@code command} with every signal as a person's shell would leave it. */
  public static List<String> withAllSignals(String... command) {
    return Stream.concat(ALL_SIGNALS.stream(), Stream.of(command)).toList();
  }

  private static boolean resetsSignals() {
    try {
      return new ProcessBuilder("env", "--default-signal", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public static List<String> java(List<String> options, String mainClass) {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    return command;
  }

  public int code() throws InterruptedException {
    return process.waitFor();
  }

  public String printed() throws IOException {
    return Files.readString(out);
  }

  public String complained() throws IOException {
    return Files.readString(err);
  }
}
