package io.credentialbroker.client.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.client.cli.BrokerCommand;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.Executables;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
        "#!/bin/sh\ncase $2 in roles) echo arn:aws:iam::123456789012:role/first ;; *)\n"
            + "printf '%s\\n' deploy 'dev east' 'do$(touch " + folder.resolve("ran")
            + ")' prod team:dev me@x ;; esac\n");
    assertThat(broker.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("notes.json"), "");
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
      broker exec prod mkfif  | mkfifo
      broker exec prod -- cat not | notes.json
      broker exec prod -- cat --out | ''
      broker env --shell=p    | pwsh
      broker env --shell=     | sh bash zsh fish pwsh json dotenv compose devcontainer
      broker env --shell=fish pr | prod
      broker env --shell fish pr | prod
      broker env prod pr      | ''
      broker policy trust --run-phase=p | plan
      broker policy lint --format=s | sarif
      broker policy lint not  | notes.json
      broker audit --file not | notes.json
      broker audit --file=not | notes.json
      broker audit --profile pr | prod
      broker audit --profile=pr | prod
      broker audit --since pr | ''
      broker audit pr         | ''
      broker token new ci --out=not | notes.json
      broker token new ci --profiles pr | prod
      broker console pr       | prod
      broker console prod --destination lam | lambda
      broker console prod --destination=lam | lambda
      broker doctor pr        | prod
      broker policy trust pr  | prod
      broker policy allow prod dep | deploy
      broker policy allow prod --for arn:aws:iam::1 | 123456789012:role/first
      broker policy allow prod --for=arn | arn:aws:iam::123456789012:role/first
      broker refresh team:    | dev
      broker refresh tea      | team:dev
      broker refresh me@      | @x
      broker refresh me       | me@x
      """)
  void bash_wordsTyped_areCompleted(String typed, String expected) throws Exception {
    assertThat(bash(typed).lines().distinct()).containsExactlyInAnyOrder(expected.split("(?<!\\\\) ", -1));
  }

  @Test
  void bash_equalsSignTakesNoWordApart_theWholeWordIsCompleted() throws Exception {
    assertThat(bash("COMP_WORDBREAKS=$' \\t\\n'", List.of("broker", "env", "--shell=p")))
        .isEqualTo("--shell=pwsh\n");
    assertThat(bash("COMP_WORDBREAKS=$' \\t\\n'", List.of("broker", "refresh", "team:d")))
        .isEqualTo("team:dev\n");
  }

  @Test
  void bash_openQuote_nameStandsAsItIs() throws Exception {
    assertThat(bash("", List.of("broker", "refresh", "'dev e"))).isEqualTo("dev east\n");
  }

  @Test
  void bash_commandThatHasACompletionOfItsOwn_isLeftToIt() throws Exception {
    assertThat(bash("_command_offset() { COMPREPLY=(\"from $1\"); }",
        List.of("broker", "exec", "prod", "--", "aws", "s3"))).isEqualTo("from 4\n");
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
      broker policy lint --format=s | --format=sarif
      broker env --shell=p    | --shell=pwsh
      broker audit --file not | notes.json
      broker audit --file=not | --file=notes.json
      broker audit --profile pr | prod
      broker token new ci --out not | notes.json
      broker token new ci --profiles pr | prod
      broker console prod --destination lam | lambda
      broker policy lint not  | notes.json
      broker policy allow prod --for arn | arn:aws:iam::123456789012:role/first
      broker exec pr          | prod
      broker exec prod -- mkfif | mkfifo
      broker exec prod -- cat not | notes.json
      """)
  void fish_wordsTyped_areCompleted(String typed, String expected) throws Exception {
    assumeTrue(Executables.find("fish", System.getenv("PATH")).isPresent(), "there is no fish here");
    String script = script("fish") + "complete -C '" + typed + "'\n";

    assertThat(run("fish", script).lines().map(line -> line.replaceFirst("\t.*", ""))).contains(expected);
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      broker stat             | broker status
      broker env --shell z    | broker env --shell zsh
      broker env --shell=pw   | broker env --shell=pwsh
      broker env dep          | broker env deploy
      broker exec pro         | broker exec prod
      broker exec prod -- mkfif | broker exec prod -- mkfifo
      broker exec prod -- cat not | broker exec prod -- cat notes.json
      broker audit --file not | broker audit --file notes.json
      broker audit --file=not | broker audit --file=notes.json
      broker audit --profile=pr | broker audit --profile=prod
      broker token new ci --out not | broker token new ci --out notes.json
      broker token new ci --profiles pr | broker token new ci --profiles prod
      broker console pro      | broker console prod
      broker console prod --destination lam | broker console prod --destination lambda
      broker policy lint not  | broker policy lint notes.json
      broker policy allow prod dep | broker policy allow prod deploy
      broker policy allow prod --for=ar | broker policy allow prod --for=arn:aws:iam::123456789012:role/first
      broker refresh tea      | broker refresh team:dev
      """)
  void zsh_wordsTyped_areCompleted(String typed, String expected) throws Exception {
    assumeTrue(Executables.find("zsh", System.getenv("PATH")).isPresent(), "there is no zsh here");
    String script = """
        zmodload zsh/zpty
        zpty z 'TERM=dumb PS1= zsh -f -i'
        zpty -w z 'autoload -U compinit && compinit -u -D; source ./broker.zsh
        shown() { print -r -- "<<$BUFFER>>"; zle .kill-buffer }; zle -N shown; bindkey "^X" shown
        bindkey "^I" complete-word; print -r -- rea""dy'
        zpty -r z line '*ready*'
        zpty -w -n z $'%s\\t\\x18'
        zpty -r z line '*<<*>>*'
        print -r -- ${${line##*<<}%%%%>>*}
        zpty -d z
        """.formatted(typed);
    Files.writeString(folder.resolve("broker.zsh"), script("zsh"));

    assertThat(run("zsh", script).strip()).isEqualTo(expected);
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

  /** As bash takes words apart: at blanks, and at = : and @, which are words of their own. */
  private String bash(String typed) throws Exception {
    var words = new ArrayList<String>();
    for (String word : (typed.equals("broker service") ? typed + " ''" : typed).split(" ", -1)) {
      Pattern.compile("[=:@]+|[^=:@]+").matcher(word).results().forEach(piece -> words.add(piece.group()));
    }
    return bash("", words);
  }

  private String bash(String before, List<String> words) throws Exception {
    String quoted = words.stream().map(word -> word.equals("''") ? word : Shell.posix(word))
        .collect(Collectors.joining(" "));
    return run("bash",
        script("bash") + before + "\nCOMP_WORDS=(" + quoted + ")\nCOMP_CWORD=" + (words.size() - 1)
            + "\n_broker\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
  }

  private String run(String shell, String text) throws Exception {
    Path script = Files.writeString(folder.resolve("script"), text);
    var builder = new ProcessBuilder(shell, script.toString()).redirectError(ProcessBuilder.Redirect.INHERIT)
        .directory(folder.toFile());
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
