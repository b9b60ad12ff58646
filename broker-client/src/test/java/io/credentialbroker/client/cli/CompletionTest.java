package io.credentialbroker.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts in the shells they are for, with a {@code broker} that knows some profiles. */
final class CompletionTest {
  @TempDir
  private Path folder;

  @BeforeEach
  void installBroker() throws IOException {
    Path broker = Files.writeString(folder.resolve("broker"),
        "#!/bin/sh\nprintf '%s\\n' deploy 'dev east' 'do$(touch " + folder.resolve("ran") + ")' prod\n");
    assertThat(broker.toFile().setExecutable(true)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      broker e                | exec env explain
      broker status --        | --json --ready --watch --help
      broker env --sh         | --shell
      broker env --shell z    | zsh
      broker env dep          | deploy
      broker exec pr          | prod
      broker refresh dev      | dev\\ east
      broker completion f     | fish
      broker completion --    | --help
      broker service          | install status uninstall
      broker service un       | uninstall
      broker service install --n | --now
      broker policy trust --run-phase p | plan
      broker pol              | policy
      broker policy t         | trust
      broker policy allow dep | deploy
      broker policy lint --f  | --format
      broker policy lint --format s | sarif
      broker policy trust --git | --github
      broker status pr        | prod
      broker reload pr        | ''
      broker exec prod -- mkfif | mkfifo
      """)
  void bash_wordsTyped_areCompleted(String typed, String expected) throws Exception {
    assertThat(bash(typed).lines().distinct()).containsExactlyInAnyOrder(expected.split("(?<!\\\\) ", -1));
  }

  @Test
  void bash_profileThatLooksLikeACommand_isQuotedAndNotRun() throws Exception {
    assertThat(bash("broker env do")).startsWith("do\\$\\(touch");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      broker stat             | status
      broker env --shell z    | zsh
      broker env dep          | deploy
      broker forget --a       | --all
      broker service un       | uninstall
      broker completion z     | zsh
      broker policy tr        | trust
      broker policy allow dep | deploy
      broker policy lint --format s | sarif
      """)
  void fish_wordsTyped_areCompleted(String typed, String expected) throws Exception {
    assumeTrue(Executables.find("fish", System.getenv("PATH")).isPresent(), "there is no fish here");
    String script = script("fish") + "complete -C '" + typed + "'\n";

    assertThat(run("fish", script).lines().map(line -> line.replaceFirst("\t.*", ""))).contains(expected);
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = { "bash", "zsh", "fish"})
  void script_ofEachShell_isTakenByItsParser(String shell) throws Exception {
    assumeTrue(Executables.find(shell, System.getenv("PATH")).isPresent(), "there is no " + shell + " here");
    Path script = Files.writeString(folder.resolve("script"), script(shell));

    assertThat(new ProcessBuilder(shell, "-n", script.toString()).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void completion_unknownShell_isWrongUsage() {
    assertThat(broker("completion", "tcsh").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void profiles_noDaemon_isSilent() {
    assertThat(broker("completion", "profiles")).isEqualTo(new Ran(0, "", ""));
  }

  private String bash(String typed) throws Exception {
    List<String> words = List.of((typed.equals("broker service") ? typed + " ''" : typed).split(" ", -1));
    String script = script("bash") + "COMP_WORDS=(" + String.join(" ", words) + ")\nCOMP_CWORD="
        + (words.size() - 1)
        + "\n_broker\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
    return run("bash", script);
  }

  private String run(String shell, String text) throws Exception {
    Path script = Files.writeString(folder.resolve("script"), text);
    var builder = new ProcessBuilder(shell, script.toString()).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String script(String shell) {
    return broker("completion", shell).out();
  }

  private Ran broker(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code = BrokerCommand.run(arguments,
        new Surroundings(Map.of("CREDENTIAL_BROKER_RUNTIME_DIR", folder.toString()),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false, null, millis -> false));
    return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private record Ran(int code, String out, String err) {}
}
