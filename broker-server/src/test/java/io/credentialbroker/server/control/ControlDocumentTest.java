package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/control-api.md has every request, and no other. */
class ControlDocumentTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `((?:GET|POST) /[^` ]+)");

  @TempDir
  Path folder;

  @Test
  void table_requests_areThoseThatAreAnswered() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "control-api.md"));
    assertThat(ROW.matcher(page).results().map(row -> row.group(1)).toList())
        .containsExactlyInAnyOrderElementsOf(new Routes(new ControlFixture(folder).pages()).requests());
  }
}
