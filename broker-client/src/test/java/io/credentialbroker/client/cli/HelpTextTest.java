package io.credentialbroker.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The help that a package has ready is the help. */
final class HelpTextTest {
  @TempDir
  Path home;

  private String printed(@Nullable Path installation, boolean terminal, String... args) {
    var text = new ByteArrayOutputStream();
    var out = new PrintStream(text, false, StandardCharsets.UTF_8);
    assertThat(BrokerCommand.run(args,
        new Surroundings(Map.of(), out, out, terminal, installation, millis -> false)))
        .isZero();
    out.flush();
    return text.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({ "false, --help", "true, --help", "false, -h", "true, -h"})
  void help_ofAPackage_isWhatTheCommandLineWouldSay(boolean terminal, String option) throws Exception {
    HelpText.main(new String[]{ home.toString()});

    assertThat(printed(home, terminal, option)).isEqualTo(printed(null, terminal, option))
        .contains("Usage:", "Exit codes:", "credential-process");
    assertThat(printed(home, true, option)).as("bold on a terminal").contains("\u001b[1m");
    assertThat(printed(home, false, option)).doesNotContain("\u001b");
  }

  @Test
  void help_ofAPackage_isReadFromIt() throws Exception {
    Files.createDirectories(home.resolve("lib/help"));
    Files.writeString(home.resolve("lib/help/broker.txt"), "ready\n");

    assertThat(printed(home, false, "--help")).isEqualTo("ready\n");
    assertThat(printed(home, false, "exec", "--help")).startsWith("Usage: broker exec ");
  }

  @Test
  void help_packageWithoutIt_isMade() {
    assertThat(printed(home, false, "--help")).startsWith("Usage: broker ");
  }

  @ParameterizedTest
  @ValueSource(strings = { "exec", "status", "token", "policy", "completion"})
  void help_ofOneCommand_isThatOfTheWholeModel(String command) {
    var nowhere = new PrintStream(PrintStream.nullOutputStream());
    var whole = CommandLineDoor
        .model(new Surroundings(Map.of(), nowhere, nowhere, false, null, millis -> false));

    assertThat(whole.getSubcommands()).hasEntrySatisfying(command, part -> assertThat(
        part.getUsageMessage(CommandLine.Help.Ansi.OFF)).isEqualTo(printed(null, false, command, "--help")));
  }
}
