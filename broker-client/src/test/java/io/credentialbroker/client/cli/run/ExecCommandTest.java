package io.credentialbroker.client.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.client.FakeBroker;
import io.credentialbroker.client.cli.BrokerCommand;
import io.credentialbroker.client.cli.BrokerProcess;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.Executables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code broker exec} as a process: what its command sees, and what whoever called it sees. */
@Timeout(60)
final class ExecCommandTest {
  @TempDir
  private Path folder;

  private FakeBroker broker;

  @BeforeEach
  void listen() throws IOException {
    broker = FakeBroker.at(folder.resolve("control.sock")).on("POST /v1/profiles/deploy/exec", 200,
        "{\"environment\":{\"AWS_CONTAINER_CREDENTIALS_FULL_URI\":\"http://127.0.0.1:9/x\","
            + "\"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE\":\"/run/t\"},\"tokenId\":\"1\"}");
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
  }

  @Test
  void exec_command_hasTheVariablesAndOurOutput() throws Exception {
    var run = exec(Map.of(), "sh", "-c", "echo $AWS_CONTAINER_CREDENTIALS_FULL_URI; echo complaint >&2");

    assertThat(run.code()).isZero();
    assertThat(run.printed()).isEqualTo("http://127.0.0.1:9/x\n");
    assertThat(run.complained()).isEqualTo("complaint\n");
  }

  @Test
  void exec_conflictingVariables_areRemovedAndNamed() throws Exception {
    var run = exec(
        Map.of("AWS_PROFILE", "other", "AWS_SECRET_ACCESS_KEY", "canary", "AWS_REGION", "eu-west-1"),
        "sh", "-c", "echo [$AWS_PROFILE] [$AWS_SECRET_ACCESS_KEY] [$AWS_REGION]");

    assertThat(run.code()).isZero();
    assertThat(run.printed()).isEqualTo("[] [] [eu-west-1]\n");
    assertThat(run.complained()).contains("AWS_SECRET_ACCESS_KEY, AWS_PROFILE").doesNotContain("canary");
  }

  @Test
  void exec_withinAnotherProfile_takesItsRegionBack() throws Exception {
    var run = exec(
        Map.of("AWS_REGION", "eu-west-1", "AWS_DEFAULT_REGION", "us-east-1", "CREDENTIAL_BROKER_SET",
            "AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1"),
        "sh", "-c", "echo [$AWS_REGION] [$AWS_DEFAULT_REGION] [$CREDENTIAL_BROKER_SET]");

    assertThat(run.code()).isZero();
    assertThat(run.printed()).isEqualTo("[] [us-east-1] []\n");
    assertThat(run.complained()).contains("another profile has set them", ": AWS_REGION\n");
  }

  @Test
  void exec_profileThatWaitsForACode_saysHowToGiveIt() throws Exception {
    broker
        .on("GET /v1/mfa", 200,
            "{\"devices\":[{\"serial\":\"s\",\"state\":\"NEEDED\",\"profiles\":[\"deploy\"],"
                + "\"command\":false}]}")
        .on("GET /v1/status", 200, "{\"version\":\"0.1.0\",\"api\":1,\"pid\":1,"
            + "\"started\":\"2026-11-21T08:00:00Z\",\"now\":\"2026-11-21T09:00:00Z\",\"profiles\":[]}");
    var run = exec(Map.of(), "true");

    assertThat(run.code()).isZero();
    assertThat(run.complained()).contains("before a one-time code is given", "broker mfa deploy");
  }

  @Test
  void exec_defaultSectionWithKeys_isHiddenFromTheCommand() throws Exception {
    Path keys = Files.writeString(Files.createDirectories(folder.resolve(".aws")).resolve("credentials"),
        "[default]\naws_access_key_id = AKIA\naws_secret_access_key = canary\n");

    var run = exec(Map.of("HOME", folder.toString()), "sh", "-c",
        "echo [$AWS_SHARED_CREDENTIALS_FILE] [$AWS_CONFIG_FILE]");

    assertThat(run.code()).isZero();
    assertThat(run.printed()).isEqualTo("[/dev/null] []\n");
    assertThat(run.complained()).contains(keys.toString()).doesNotContain("canary");
  }

  @Test
  void exec_withoutDelimiter_leavesTheCommandsOptionsAlone() throws Exception {
    var run = BrokerProcess.start(folder, environment(Map.of()), "exec", "deploy", "printf", "%s|", "--json",
        "--", "x");

    assertThat(run.code()).isZero();
    assertThat(run.printed()).isEqualTo("--json|--|x|");
  }

  @Test
  void exec_argumentThatNamesAFile_isHandedOnAsItIs() throws Exception {
    Path words = Files.writeString(folder.resolve("words"), "of the file");
    var run = exec(Map.of(), "printf", "%s|", "@" + words, "@@x", "", "--", " ");
    assertThat(run.code()).isZero();
    assertThat(run.printed())
        .isEqualTo("@" + words + "|@@x||--| |");
  }

  @ParameterizedTest
  @ValueSource(ints = { 0, 1, 3, 42, 255})
  void exec_commandEnds_itsExitCodeIsOurs(int code) throws Exception {
    assertThat(exec(Map.of(), "sh", "-c", "exit " + code).code()).isEqualTo(code);
  }

  @Test
  void exec_commandDiesOfASignal_answersLikeAShell() throws Exception {
    assertThat(exec(Map.of(), "sh", "-c", "kill -KILL $$").code()).isEqualTo(128 + 9);
  }

  @Test
  void exec_commandEnds_connectionAndWithItTheTokenEnd() throws Exception {
    exec(Map.of(), "true").code();

    broker.awaitHeldEnded();
    assertThat(broker.requests()).startsWith("POST /v1/profiles/deploy/exec");
  }

  @Test
  void exec_variableThatTheLauncherKeptBack_isGivenToTheCommand() throws Exception {
    var run = exec(Map.of("BROKER_SAVED_JAVA_TOOL_OPTIONS", "-Dfor=command"), "sh", "-c",
        "printf %s \"$JAVA_TOOL_OPTIONS|${BROKER_SAVED_JAVA_TOOL_OPTIONS-gone}\"");
    assertThat(run.code()).isZero();
    assertThat(run.printed()).isEqualTo("-Dfor=command|gone");
  }

  @ParameterizedTest
  @ValueSource(strings = { "TERM", "HUP", "USR1", "USR2", "INT"})
  void exec_signalled_commandGetsTheSignalAndDecides(String signal) throws Exception {
    Path ready = fifo("ready");
    // Written before the loop: whoever has read it knows that the trap is set.
    var run = exec(Map.of(), "sh", "-c", "trap 'echo got " + signal + "; exit 7' " + signal
        + "; echo > " + ready + "; while :; do sleep 0.05; done");
    Files.readString(ready);

    new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + ' ' + run.process().pid()).start().waitFor();

    assertThat(run.code()).isEqualTo(7);
    assertThat(run.printed()).isEqualTo("got " + signal + "\n");
  }

  /** On a terminal the whole foreground group gets the signal: passing it on would double it. */
  @Test
  void exec_ctrlCOnATerminal_reachesTheCommandOnce() throws Exception {
    assumeTrue(Executables.find("script", System.getenv("PATH")).isPresent(),
        "there is no 'script' to make a terminal");
    Path ready = fifo("ready");
    // After the first one it lingers a little, so that a second one would be counted.
    String command = "n=0; trap 'n=$((n+1))' INT; echo > " + ready
        + "; while [ $n -eq 0 ]; do sleep 0.05; done; sleep 0.3; echo interrupted $n times; exit 5";
    // Whichever shell 'script' starts must not stay between: the interrupt would end it, with a code of its own.
    String line = "exec "
        + BrokerProcess.java(List.of(), BrokerCommand.class.getName()).stream().map(Shell::posix)
            .collect(Collectors.joining(" "))
        + " exec deploy -- sh -c " + Shell.posix(command);
    var builder = new ProcessBuilder(BrokerProcess.withAllSignals("script", "-qec", line, "/dev/null"))
        .redirectErrorStream(true);
    builder.environment().putAll(environment(Map.of()));
    Process terminal = builder.start();
    Files.readString(ready);

    terminal.getOutputStream().write(3);
    terminal.getOutputStream().flush();

    String seen = new String(terminal.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(terminal.waitFor()).as(seen).isEqualTo(5);
    assertThat(seen).contains("interrupted 1 times");
  }

  @Test
  void exec_killedWithoutMercy_connectionEndsAllTheSame() throws Exception {
    Path ready = fifo("ready");
    Path never = fifo("never");
    var run = exec(Map.of(), "sh", "-c", "echo > " + ready + "; read line < " + never);
    Files.readString(ready);

    run.process().destroyForcibly();

    broker.awaitHeldEnded();
    assertThat(run.code()).isEqualTo(128 + 9);
    // The command lives on, as after any parent's death; this lets it end.
    Files.writeString(never, "\n");
  }

  @Test
  void exec_daemonGoesAway_saysThatTheTokenIsGone() throws Exception {
    Path ready = fifo("ready");
    Path go = fifo("go");
    var run = BrokerProcess.startWithPipe(folder, environment(Map.of()), "exec", "deploy", "--", "sh", "-c",
        "echo > " + ready + "; read line < " + go);
    Files.readString(ready);

    broker.close();
    String said = run.errorReader().readLine();
    Files.writeString(go, "\n");

    assertThat(said).startsWith("note: brokerd has ended, and the command's token with it");
    assertThat(run.waitFor()).isZero();
  }

  @Test
  void exec_scriptWithoutInterpreterLine_runsAsAShellWould() throws Exception {
    Path script = Files.writeString(folder.resolve("script"), "echo from the script\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    var run = exec(Map.of(), script.toString());

    assertThat(run.code()).isZero();
    assertThat(run.printed()).isEqualTo("from the script\n");
  }

  @Test
  void exec_input_reachesTheCommand() throws Exception {
    var run = exec(Map.of(), "cat");
    try (var in = run.process().outputWriter()) {
      in.write("through and through");
    }

    assertThat(run.code()).isZero();
    assertThat(run.printed()).isEqualTo("through and through");
  }

  private BrokerProcess exec(Map<String, String> extra, String... command) throws IOException {
    var arguments = new String[command.length + 3];
    arguments[0] = "exec";
    arguments[1] = "deploy";
    arguments[2] = "--";
    System.arraycopy(command, 0, arguments, 3, command.length);
    return BrokerProcess.start(folder, environment(extra), arguments);
  }

  private Map<String, String> environment(Map<String, String> extra) {
    var environment = new HashMap<>(extra);
    environment.put("CREDENTIAL_BROKER_RUNTIME_DIR", folder.toString());
    environment.putIfAbsent("HOME", folder.toString());
    return environment;
  }

  /** To wait on without polling: reading blocks until the other side has written. */
  private Path fifo(String name) throws Exception {
    Path fifo = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }
}
