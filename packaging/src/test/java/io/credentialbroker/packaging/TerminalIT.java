package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees on a real terminal. */
class TerminalIT {
  @TempDir
  private Path folder;
  private Distribution distribution;

  @BeforeEach
  void lay() throws Exception {
    Tools.need("tmux");
    distribution = new Distribution(folder);
  }

  @Test
  void statusWatch_sessionComesAndDaemonGoes_isRedrawnInPlace() throws Exception {
    var daemon = distribution.brokerd("--sandbox");
    try (var terminal = Terminal.running(folder, distribution.environment(), "broker status --watch")) {
      terminal.shows("demo-chain");
      assertThat(line(terminal, "demo ")).contains("idle");
      distribution.broker("refresh", "demo").succeeded();
      Until.quietly(() -> line(terminal, "demo ").contains("fresh"), terminal::screen);
      assertThat(line(terminal, "demo ")).contains("█", " min", "in ");
      // Drawn many times by now, and on the screen once: nothing is scrolled away, and nothing of before is left.
      String everything = terminal.everything();
      assertThat(everything.split("PROFILE", -1)).as(everything).hasSize(2);
      assertThat(everything).contains("\u001b[32mfresh");

      daemon.close();
      terminal.shows("error: no brokerd is running");
      Until.quietly(() -> !terminal.screen().contains("PROFILE"), terminal::screen);
      terminal.type("C-c");
      terminal.shows("exit code 130");
    } finally {
      daemon.close();
    }
  }

  @Test
  void statusWatch_moreProfilesThanRowsAndResizes_fitsAndLeavesTheTerminalAsItWas() throws Exception {
    var daemon = distribution.brokerd("--sandbox");
    manyProfiles();
    distribution.broker("reload").succeeded();
    try (var terminal = Terminal.running(folder, distribution.environment(),
        "echo before; broker status --watch")) {
      terminal.shows(" are not shown: ");
      assertThat(lastLine(terminal)).matches("[12][0-9] of 44 profiles are not shown: [0-9]+ idle");
      assertThat(terminal.screen().lines().filter(line -> line.startsWith("demo"))).hasSize(4);

      terminal.resize(60, 12);
      Until.quietly(() -> rows(terminal) <= 12 && lastLine(terminal).matches("(3[5-9]|4[0-9]) of 44 .*"),
          terminal::screen);
      assertThat(terminal.screen()).contains("PROFILE", "TIME LEFT");

      distribution.broker("refresh", "demo").succeeded();
      Until.quietly(() -> line(terminal, "demo ").contains("fresh"), terminal::screen);
      terminal.resize(130, 120);
      Until.quietly(() -> terminal.screen().contains("many-40 ") && !terminal.screen().contains("not shown"),
          terminal::screen);
      distribution.broker("forget", "demo").succeeded();
      Until.quietly(() -> line(terminal, "demo ").contains("idle"), terminal::screen);
      assertThat(terminal.everything().split("PROFILE", -1)).as(terminal.everything()).hasSize(2);
      assertThat(terminal.state("#{history_size} #{alternate_on}")).isEqualTo("0 1");

      terminal.type("C-c");
      terminal.shows("exit code 130");
      assertThat(terminal.screen().strip()).matches("before\\s+exit code 130");
      assertThat(terminal.state("#{history_size} #{alternate_on} #{cursor_flag} #{wrap_flag}"))
          .isEqualTo("0 0 1 1");
    } finally {
      daemon.close();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      bash | bash --norc --noprofile | . <(broker completion bash)
      zsh  | zsh -f                  | autoload -Uz compinit; compinit -D -u; . <(broker completion zsh)
      fish | fish --no-config        | 'broker completion fish | source'
      """)
  void completion_actionOfService_isOfferedByTheShell(String shell, String start, String load) {
    Tools.need(shell);
    try (var terminal = Terminal.running(folder, distribution.environment(), start)) {
      terminal.type(load + "; echo load''ed", "Enter");
      terminal.shows("loaded");
      terminal.type("broker service un", "Tab");
      terminal.shows("broker service uninstall");
      terminal.type("C-u", "broker completion zs", "Tab");
      terminal.shows("broker completion zsh");
    }
  }

  private void manyProfiles() throws IOException {
    var text = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      text.append("[profile many-").append(i).append("]\nrole_arn = arn:aws:iam::111122223333:role/many-")
          .append(i)
          .append("\nsource_profile = demo-keys\nregion = eu-central-1\n");
    }
    Files.writeString(distribution.runtimeDirectory().resolve("sandbox/config"), text,
        StandardOpenOption.APPEND);
  }

  @Test
  void mfa_codeTyped_isNotOnTheScreen() throws Exception {
    var daemon = distribution.brokerd("--sandbox");
    try (var terminal = Terminal.running(folder, distribution.environment(), "broker mfa demo-mfa")) {
      terminal.shows("code of arn:aws:iam::111122223333:mfa/demo:");
      terminal.type("12x456", "Enter");
      terminal.shows("exit code 2");
      assertThat(terminal.everything()).contains("a one-time code has six digits").doesNotContain("12x456");
    } finally {
      daemon.close();
    }
  }

  private static long rows(Terminal terminal) {
    return terminal.screen().stripTrailing().lines().count();
  }

  private static String lastLine(Terminal terminal) {
    return terminal.screen().stripTrailing().lines().reduce("", (before, line) -> line);
  }

  private static String line(Terminal terminal, String beginning) {
    return terminal.screen().lines().filter(line -> line.startsWith(beginning)).findFirst().orElse("");
  }
}
