package io.credentialbroker.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Help and docs/cli.md tell of everything there is. */
final class CommandLineDocsTest {
  private static final CommandLine BROKER = CommandLineDoor.model(new Surroundings(Map.of(),
      new PrintStream(PrintStream.nullOutputStream()), new PrintStream(PrintStream.nullOutputStream()), false,
      null,
      millis -> false));

  @ParameterizedTest
  @MethodSource("commands")
  void docs_everyCommand_isThereWithItsOptions(CommandLine command) throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "cli.md"));

    assertThat(docs).contains("`" + command.getCommandSpec().qualifiedName());
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        assertThat(docs).contains(option.longestName());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_everyCommand_hasAnExample(CommandLine command) {
    assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF)).containsPattern("Examples?.*:")
        .contains("Usage: " + command.getCommandSpec().qualifiedName());
  }

  @Test
  void help_ofTheWhole_listsCommandsAndExitCodes() {
    String help = BROKER.getUsageMessage(CommandLine.Help.Ansi.OFF);

    assertThat(help).contains("Exit codes:", "no daemon is running", "Examples:");
    assertThat(BROKER.getSubcommands().keySet()).allSatisfy(name -> assertThat(help).contains(name));
  }

  @Test
  void exitCodes_everyKindOfFailure_isInTheDocs() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "cli.md"));

    for (var kind : io.credentialbroker.client.BrokerException.Kind.values()) {
      assertThat(docs).contains("| " + ExitCode.of(kind) + " |");
    }
  }

  static Stream<CommandLine> commands() {
    return below(BROKER);
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return command.getSubcommands().values().stream()
        .flatMap(one -> Stream.concat(Stream.of(one), below(one)));
  }
}
