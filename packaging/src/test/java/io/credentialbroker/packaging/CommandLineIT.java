package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every script in src/test/resources/cli against the packaged programs; {@link CommandScript} has its language. */
class CommandLineIT {
  /** A command in the list that {@code broker --help} prints. */
  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z][a-z-]+)  +\\S");

  @TempDir
  private Path folder;

  @TestFactory
  List<DynamicTest> scripts() throws Exception {
    return read().stream().map(script -> DynamicTest.dynamicTest(script.name(), () -> run(script))).toList();
  }

  @Test
  void scripts_everyCommand_isInOne() throws Exception {
    String help = new Distribution(folder).broker("--help").succeeded();
    String list = help.substring(help.indexOf("Commands:"), help.indexOf("Exit codes:"));
    List<String> commands = COMMAND.matcher(list).results().map(found -> found.group(1)).toList();
    String all = read().stream().flatMap(script -> script.steps().stream())
        .map(CommandScript.Step::command).collect(Collectors.joining("\n"));
    assertThat(commands).contains("exec", "doctor")
        .allSatisfy(command -> assertThat(all).contains("broker " + command));
  }

  @Test
  void env_startedByFish_isReadByFish() throws Exception {
    Tools.need("fish");
    var distribution = new Distribution(folder);
    var daemon = distribution.brokerd("--sandbox");
    try {
      assertThat(shell(distribution, "fish", "--no-config", "-c",
          "broker env demo | source; echo $AWS_CONTAINER_CREDENTIALS_FULL_URI").succeeded())
          .matches("http://127\\.0\\.0\\.1:[0-9]+/v1/credentials/demo\n");
    } finally {
      daemon.close();
    }
  }

  @Test
  void envInstall_portThatIsWrittenDown_isGoodAfterARestart() throws Exception {
    var distribution = new Distribution(folder);
    distribution.settings("[listen]\ntcp = [\"127.0.0.1:" + Ports.free() + "\"]\n");
    var first = distribution.brokerd("--sandbox");
    try {
      assertThat(distribution.broker("env", "demo", "--install").succeeded()).startsWith("written: ");
    } finally {
      first.close();
    }
    var second = distribution.brokerd("--sandbox");
    try {
      distribution.broker("refresh", "demo").succeeded();
      assertThat(shell(distribution, "sh", "-c",
          ". \"$XDG_CONFIG_HOME/environment.d/60-credential-broker.conf\";"
              + " curl -sf -H \"Authorization: $(cat \"$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE\")\""
              + " \"$AWS_CONTAINER_CREDENTIALS_FULL_URI\"")
          .succeeded()).contains("\"SecretAccessKey\"");
    } finally {
      second.close();
    }
  }

  private static Run shell(Distribution distribution, String... line) {
    var environment = distribution.environment();
    environment.put("PATH", Distribution.home().resolve("bin") + ":" + System.getenv("PATH"));
    return Run.of(environment, distribution.folder(), List.of(line));
  }

  private void run(CommandScript script) throws Exception {
    var distribution = new Distribution(Files.createTempDirectory(folder, "cli"));
    distribution.awsConfig(script.config());
    var services = new ArrayList<Service>();
    try {
      if (script.hasDaemon()) {
        services.add(distribution.brokerd(script.daemon().toArray(String[]::new)));
      }
      for (CommandScript.Step step : script.steps()) {
        check(step, distribution);
      }
    } finally {
      for (Service service : services) {
        service.close();
      }
    }
  }

  private static void check(CommandScript.Step step, Distribution distribution) {
    Run run = shell(distribution, "sh", "-c", step.command());
    String out = named(run.out(), distribution);
    String err = named(run.err(), distribution);
    String told = "$ " + step.command() + '\n' + marked("| ", out) + marked("! ", err) + "? " + run.exit();
    assertThat(CommandScript.fits(step.out(), out)).as("output differs from %s:\n%s", step.out(), told)
        .isTrue();
    assertThat(CommandScript.fits(step.err(), err)).as("errors differ from %s:\n%s", step.err(), told)
        .isTrue();
    assertThat(run.exit()).as(told).isEqualTo(step.code());
  }

  private static String named(String text, Distribution distribution) {
    return text.replace(distribution.runtimeDirectory().toString(), "{RUN}")
        .replace(distribution.folder().resolve("home").toString(), "{HOME}")
        .replace(Distribution.home().toString(), "{DIST}");
  }

  private static String marked(String mark, String text) {
    return text.lines().map(line -> mark + line + '\n').collect(Collectors.joining());
  }

  private static List<CommandScript> read() throws IOException, URISyntaxException {
    Path all = Path.of(Objects.requireNonNull(CommandLineIT.class.getResource("/cli")).toURI());
    try (Stream<Path> files = Files.list(all)) {
      return files.sorted().map(file -> {
        try {
          return CommandScript.read(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }).toList();
    }
  }
}
