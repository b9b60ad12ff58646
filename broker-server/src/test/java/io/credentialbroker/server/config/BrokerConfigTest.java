package io.credentialbroker.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerConfigTest {
  @TempDir
  Path home;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "[listen] | tcp = []                           | true",
      "[listen] | unix = \"x\"                       | true",
      "[[imds]] | listen=\"127.0.0.1:0\";profile=\"p\" | true",
      "[ops] | listen = [\"127.0.0.1:0\"]              | true",
      "[log] | format = \"json\"                      | true",
      "[sessions] | max_sessions = 5                 | true",
      "[sessions] | idle = \"1h\"                    | true",
      "[sessions] | upstream_calls_per_second = 5    | true",
      "[sessions] | keep_warm = [\"x\"]              | false",
      "[profiles] | include = []                     | false"})
  void needsRestartFor_eachKey_isAsDocumented(String header, String line, boolean restart) throws Exception {
    Path file = Files.writeString(home.resolve("broker.toml"),
        header + "\n" + line.replace(";", "\n") + "\n");
    var changed = ConfigFile.named(file, home).read();
    assertThat(BrokerConfig.DEFAULTS.needsRestartFor(changed)).isEqualTo(restart);
    assertThat(changed).isNotEqualTo(BrokerConfig.DEFAULTS);
  }
}
