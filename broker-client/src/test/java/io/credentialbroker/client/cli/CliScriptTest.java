package io.credentialbroker.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.client.FakeBroker;
import io.credentialbroker.client.cli.surroundings.Keyboard;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.ExitCodes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs every script in src/test/resources/cli; {@link CliScript} has their language. */
final class CliScriptTest {
  @TempDir
  private Path folder;

  private int runs;

  @TestFactory
  List<DynamicTest> scripts() throws IOException, URISyntaxException {
    Path all = Path.of(Objects.requireNonNull(CliScriptTest.class.getResource("/cli")).toURI());
    try (Stream<Path> files = Files.list(all)) {
      return files.sorted().flatMap(CliScriptTest::read)
          .map(script -> DynamicTest.dynamicTest(script.name(), () -> run(script))).toList();
    }
  }

  /** A code that a script has seen is one that the command's help lists. */
  @Test
  void scripts_exitCodes_areInTheHelp() throws IOException, URISyntaxException {
    Path all = Path.of(Objects.requireNonNull(CliScriptTest.class.getResource("/cli")).toURI());
    var nowhere = stream(new ByteArrayOutputStream());
    var broker = CommandLineDoor
        .model(new Surroundings(Map.of(), nowhere, nowhere, false, null, millis -> false));
    try (Stream<Path> files = Files.list(all)) {
      assertThat(files.flatMap(CliScriptTest::read).flatMap(script -> script.steps().stream()))
          .allSatisfy(step -> assertThat(ExitCodes.given(command(broker, step.words())))
              .as(String.join(" ", step.words())).contains(Integer.toString(step.code())));
    }
  }

  private static CommandLine command(CommandLine from, List<String> words) {
    CommandLine next = words.isEmpty() ? null : from.getSubcommands().get(words.get(0));
    return next == null ? from : command(next, words.subList(1, words.size()));
  }

  private static Stream<CliScript> read(Path file) {
    try {
      return CliScript.in(file).stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void run(CliScript script) throws IOException {
    Path runtime = Files.createDirectory(folder.resolve("r" + runs++));
    try (var control = broker(script, runtime, true); var vend = broker(script, runtime, false)) {
      for (CliScript.Step step : script.steps()) {
        assertThat(outcome(script, step, runtime)).isEqualTo(expected(step));
      }
    }
  }

  private static String outcome(CliScript script, CliScript.Step step, Path runtime) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var environment = new HashMap<>(script.environment());
    environment.replaceAll((name, value) -> value.replace("{RUN}", runtime.toString()));
    environment.putIfAbsent("CREDENTIAL_BROKER_RUNTIME_DIR", runtime.toString());
    var here = new Surroundings(environment, stream(out), stream(err), script.terminal(), null,
        millis -> false, keyboard(script, err));
    String[] words = step.words().stream().map(word -> word.replace("{RUN}", runtime.toString()))
        .toArray(String[]::new);
    int code = BrokerCommand.run(words, here);
    String printed = told(step, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8),
        code);
    return printed.replace(runtime.toString(), "{RUN}").replace('\u001b', '\u241b');
  }

  /** A terminal shows the prompt and not what is typed. */
  private static Keyboard keyboard(CliScript script, ByteArrayOutputStream screen) {
    boolean terminal = script.input().contains("terminal");
    var lines = script.input().stream().filter(line -> !line.equals("terminal")).toList();
    var typed = lines.iterator();
    String all = lines.stream().map(line -> line + '\n').collect(Collectors.joining());
    return new Keyboard(terminal, new ByteArrayInputStream(all.getBytes(StandardCharsets.UTF_8)), prompt -> {
      if (lines.contains("none")) {
        throw new Keyboard.NoTerminal();
      }
      screen.writeBytes((prompt + '\n').getBytes(StandardCharsets.UTF_8));
      return typed.hasNext() ? typed.next().toCharArray() : null;
    });
  }

  private static String expected(CliScript.Step step) {
    return told(step, step.out(), step.err(), step.code());
  }

  private static String told(CliScript.Step step, String out, String err, int code) {
    return "$ broker " + String.join(" ", step.words()) + "\n" + marked("| ", out) + marked("! ", err) + "? "
        + code;
  }

  private static String marked(String mark, String text) {
    return text.lines().map(line -> (mark + line).stripTrailing() + '\n').reduce("", String::concat);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** A daemon's socket exists only where the script gives it something to answer. */
  private static AutoCloseableBroker broker(CliScript script, Path runtime, boolean control)
      throws IOException {
    List<CliScript.Answer> answers = script.answers().stream().filter(one -> one.control() == control)
        .toList();
    if (answers.isEmpty()) {
      return () -> {};
    }
    FakeBroker broker = FakeBroker.at(runtime.resolve(control ? "control.sock" : "broker.sock"));
    for (CliScript.Answer one : answers) {
      broker.on(one.request(), one.status(), one.json(), one.headers().toArray(new String[0]));
    }
    return broker::close;
  }

  private interface AutoCloseableBroker extends AutoCloseable {
    @Override
    void close() throws IOException;
  }
}
