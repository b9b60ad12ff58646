package io.credentialbroker.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigKeysTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
  private static final Kind.Places PLACES = new Kind.Places(Path.of("/home/u"), Path.of("/etc/b"));

  static Stream<Key<?>> keys() {
    return ConfigKeys.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void document_everyKey_hasItsRow(Key<?> key) throws Exception {
    assertThat(Files.readAllLines(DOCUMENT)).contains(row(key));
  }

  @Test
  void document_everyRow_isAKey() throws Exception {
    var rows = Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows).containsExactlyElementsOf(keys().map(ConfigKeysTest::row).toList());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void shownDefault_whereThereIsOne_isTheDefault(Key<?> key) throws Exception {
    if (key.fallback() == null) {
      assertThat(key.shown()).isNotBlank();
    } else {
      var shown = new TomlMapper().readTree("it = " + key.shown()).get("it");
      assertThat((Object) key.kind().read(shown, PLACES)).isEqualTo(key.fallback());
    }
  }

  @Test
  void places_homeSign_isTheHomeFolder() {
    assertThat(PLACES.resolve("~")).isEqualTo(Path.of("/home/u"));
    assertThat(PLACES.resolve("~/x")).isEqualTo(Path.of("/home/u/x"));
    assertThat(PLACES.resolve("../x")).isEqualTo(Path.of("/etc/x"));
    assertThat(PLACES.resolve("/x")).isEqualTo(Path.of("/x"));
  }

  private static String row(Key<?> key) {
    return "| `" + key.dotted() + "` | " + key.kind().words() + " | "
        + (key.fallback() == null ? key.shown() : "`" + key.shown() + "`") + " | "
        + switch (key.applies()) {
          case RELOAD -> "reload";
          case RESTART -> "restart";
        } + " | " + key.meaning() + " |";
  }
}
