package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  @Test
  void parse_nothing_runsTheDaemon() {
    assertThat(parse("")).isEqualTo(new CommandLine.Run(null, false, false, 0, false, false));
  }

  @ParameterizedTest
  @CsvSource({ "--config /a/b --check", "--config=/a/b --check"})
  void parse_configAndCheck_areTaken(String line) {
    assertThat(parse(line)).isEqualTo(new CommandLine.Run(Path.of("/a/b"), true, false, 0, false, false));
  }

  @Test
  void parse_sandboxWithPort_isTaken() {
    assertThat(parse("--sandbox --sandbox-port 4711 --log-json --verbose"))
        .isEqualTo(new CommandLine.Run(null, false, true, 4711, true, true));
  }

  @Test
  void parse_helpAndVersion_areTaken() {
    assertThat(parse("--help")).isEqualTo(new CommandLine.Help());
    assertThat(parse("-h --verbose")).isEqualTo(new CommandLine.Help());
    assertThat(parse("--version")).isEqualTo(new CommandLine.Version());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "--confg x           | There is no option '--confg'.                   | brokerd --config x",
      "--chek              | There is no option '--chek'.                    | brokerd --check",
      "--check --wibble    | There is no option '--wibble'.                  | brokerd --check",
      "start               | 'start' is no option, and brokerd takes nothing else. | brokerd",
      "--config            | '--config' needs a value.                       | brokerd --config FILE",
      "--sandbox --sandbox-port 70000 | '--sandbox-port' takes a port from 0 to 65535, not '70000'. | brokerd --sandbox --sandbox-port N",
      "--sandbox-port 1    | '--sandbox-port' has no meaning without '--sandbox'. | brokerd --sandbox --sandbox-port 1",
      "--config --check    | '--config' needs a value.                       | brokerd --config FILE --check",
      "--check=yes         | '--check' takes no value.                       | brokerd --check"})
  void parse_wrongUsage_saysWhatWasMeant(String line, String message, String corrected) {
    assertThat(parse(line)).isEqualTo(new CommandLine.Wrong(message, corrected));
  }

  @Test
  void help_everyOption_isInIt() {
    assertThat(Usage.help()).contains("--config FILE", "--check", "--sandbox", "--sandbox-port N",
        "--log-json", "--verbose", "--version", "--help", "Exit codes:\n  0  stopped as asked");
    assertThat(Usage.help().lines()).allMatch(line -> line.length() <= 88);
  }

  private static CommandLine parse(String line) {
    return CommandLine.parse(line.isEmpty() ? List.of() : List.of(line.strip().split(" +")));
  }
}
