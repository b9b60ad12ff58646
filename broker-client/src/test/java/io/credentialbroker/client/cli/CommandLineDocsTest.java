package io.credentialbroker.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.ExitCodes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
    String docs = docs();

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

  /** What is broken within a word is another command when it is pasted. */
  @ParameterizedTest
  @MethodSource("commands")
  void help_everyExample_standsAsItIsTyped(CommandLine command) {
    var lines = command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines().map(String::stripTrailing)
        .toList();
    assertThat(lines).contains(command.getCommandSpec().usageMessage().footer());
  }

  @Test
  void help_ofTheWhole_listsCommandsAndExitCodes() {
    String help = BROKER.getUsageMessage(CommandLine.Help.Ansi.OFF);

    assertThat(help).contains("Exit codes:", "no daemon is running", "Examples:");
    assertThat(BROKER.getSubcommands().keySet()).allSatisfy(name -> assertThat(help).contains(name));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_everyCommand_listsTheExitCodesItCanGive(CommandLine command) throws IOException {
    var listed = command.getCommandSpec().usageMessage().exitCodeList().keySet();
    assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF)).contains("\nExit codes:\n", "\n  141 ");
    assertThat(listed).containsAll(ExitCodes.given(command)).contains("0", "1", "2");
    assertThat(docs()).as("docs/cli.md of " + command.getCommandSpec().qualifiedName())
        .containsPattern(
            "(?m)^\\|[^|]*`" + command.getCommandSpec().qualifiedName().substring(7) + "`[^|]*\\| "
                + beside(command) + " \\|$");
  }

  /** As the table in docs/cli.md says it: those that not every command can give. */
  private static String beside(CommandLine command) {
    var codes = ExitCodes.all().stream().filter(ExitCodes.given(command)::contains)
        .filter(code -> !List.of("0", "1", "2", "141").contains(code))
        .map(code -> code.equals("other") ? "CMD's own" : code).toList();
    return codes.isEmpty() ? "none" : String.join(", ", codes);
  }

  @Test
  void exitCodes_all_areInTheDocsInOneOrder() throws IOException {
    assertThat(
        Pattern.compile("(?m)^\\| ([0-9]+|other) \\|").matcher(section(docs(), "## Exit codes")).results()
            .map(found -> found.group(1)))
        .containsExactlyElementsOf(ExitCodes.all());
    for (var kind : BrokerException.Kind.values()) {
      assertThat(ExitCodes.all()).contains(Integer.toString(ExitCode.of(kind)));
    }
  }

  private static String docs() throws IOException {
    return Files.readString(Path.of("..", "docs", "cli.md"));
  }

  private static String section(String text, String title) {
    int begin = text.indexOf(title);
    return text.substring(begin, text.indexOf("\n## ", begin + 1));
  }

  static Stream<CommandLine> commands() {
    return below(BROKER);
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return command.getSubcommands().values().stream()
        .flatMap(one -> Stream.concat(Stream.of(one), below(one)));
  }
}
