package io.credentialbroker.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class BrokerConfigTest {
  /** A header, keys beneath it, and what then waits for a restart. */
  private static final List<String> CHANGES = List.of(
      "[listen] | tcp = [] | [listen]",
      "[listen] | exposed = [\"192.0.2.1:9780\"] | [listen]",
      "[listen] | unix = \"x\" | [listen]",
      "[[imds]] | listen = \"127.0.0.1:0\";profile = \"p\" | [[imds]]",
      "[ops] | listen = [\"127.0.0.1:0\"] | [ops]",
      "[log] | format = \"json\" | log.format",
      "[user] | profiles = [\"x\"] | [user]",
      "[user] | rotate = \"1h\" | [user]",
      "[limits] | connections = 100 | [limits]",
      "[limits] | connections_per_user = 100 | [limits]",
      "[limits] | requests_per_second = 100 | [limits]",
      "[restart] | file = \"x\" | [restart]",
      "[restart] | key_file = \"x\" | [restart]",
      "[restart] | max_age = \"2h\" | [restart]",
      "[audit] | enabled = false | [audit]",
      "[audit] | file = \"x\" | [audit]",
      "[audit] | max_megabytes = 7 | [audit]",
      "[audit] | keep = 7 | [audit]",
      "[process] | allow_root = true | process.allow_root",
      "[sessions] | max_sessions = 5 | sessions.max_sessions",
      "[sessions] | idle = \"1h\" | sessions.idle",
      "[sessions] | upstream_calls_per_second = 5 | sessions.upstream_calls_per_second",
      "[sessions] | keep_warm = [\"x\"] | ",
      "[profiles] | include = [] | ");

  @TempDir
  Path home;

  @ParameterizedTest
  @FieldSource("CHANGES")
  void restartedFor_change_isAsDocumented(String change) throws Exception {
    String[] parts = change.split(" \\| ", -1);
    Path file = Files.writeString(home.resolve("broker.toml"),
        parts[0] + "\n" + parts[1].replace(";", "\n") + "\n");
    var changed = ConfigFile.named(file, home).read();
    assertThat(BrokerConfig.DEFAULTS.restartedFor(changed))
        .isEqualTo(parts[2].isEmpty() ? List.of() : List.of(parts[2]));
    assertThat(changed).isNotEqualTo(BrokerConfig.DEFAULTS);
  }

  @Test
  void restartedFor_everyKeyThatNeedsARestart_isTriedAbove() {
    assertThat(ConfigKeys.ALL.stream().filter(key -> key.applies() == Key.Applies.RESTART))
        .allSatisfy(key -> assertThat(CHANGES).anySatisfy(change -> assertThat(change)
            .startsWith("[" + (key.section().equals("imds") ? "[imds]" : key.section()) + "]")
            .containsPattern("[ ;]" + key.name() + " = ")));
  }
}
