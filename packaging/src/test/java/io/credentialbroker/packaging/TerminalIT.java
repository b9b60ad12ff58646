package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private static String line(Terminal terminal, String beginning) {
    return terminal.screen().lines().filter(line -> line.startsWith(beginning)).findFirst().orElse("");
  }
}
