package io.credentialbroker.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerConfigTest {
  @TempDir
  Path home;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "[listen] | tcp = []                             | [listen]",
      "[listen] | unix = \"x\"                         | [listen]",
      "[[imds]] | listen=\"127.0.0.1:0\";profile=\"p\" | [[imds]]",
      "[ops] | listen = [\"127.0.0.1:0\"]              | [ops]",
      "[log] | format = \"json\"                      | log.format",
      "[limits] | connections = 100                     | [limits]",
      "[audit] | enabled = false                        | [audit]",
      "[sessions] | max_sessions = 5                    | sessions.max_sessions",
      "[sessions] | idle = \"1h\"                       | sessions.idle",
      "[sessions] | upstream_calls_per_second = 5       | sessions.upstream_calls_per_second",
      "[sessions] | keep_warm = [\"x\"]                 | ``",
      "[profiles] | include = []                        | ``"})
  void restartedFor_eachKey_isAsDocumented(String header, String line, String waiting) throws Exception {
    Path file = Files.writeString(home.resolve("broker.toml"),
        header + "\n" + line.replace(";", "\n") + "\n");
    var changed = ConfigFile.named(file, home).read();
    assertThat(BrokerConfig.DEFAULTS.restartedFor(changed))
        .isEqualTo(waiting.isEmpty() ? List.of() : List.of(waiting));
    assertThat(changed).isNotEqualTo(BrokerConfig.DEFAULTS);
  }
}
