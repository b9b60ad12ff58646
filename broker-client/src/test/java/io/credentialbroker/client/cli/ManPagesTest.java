package io.credentialbroker.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.client.cli.surroundings.Executables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPagesTest {
  @TempDir
  private Path folder;

  @Test
  void main_everyCommand_hasAPage() throws IOException {
    ManPages.main(new String[]{ folder.resolve("man1").toString(), "2026-11-01"});
    try (var files = Files.list(folder.resolve("man1"))) {
      assertThat(files.map(file -> file.getFileName().toString())).contains("broker.1", "broker-exec.1",
          "broker-env.1", "broker-status.1", "broker-doctor.1", "broker-completion.1");
    }
  }

  @Test
  void page_ofEnv_hasItsPartsAndNoFormatStrings() {
    String page = page("broker-env.1");
    assertThat(page).startsWith(".TH \"BROKER\\-ENV\" 1 \"2026\\-11\\-01\" \"broker (not packaged)\"")
        .contains(".SH NAME\nbroker\\-env \\- prints the variables that point SDKs and tools at a profile\n",
            ".SH SYNOPSIS\n", "\\fB\\-\\-shell\\fR=\\fISHELL\\fR\n", "compose, devcontainer",
            ".SH EXAMPLES\n.nf\n", "eval \"$(broker env deploy)\"", "\\fBbroker\\-exec\\fR(1)")
        .doesNotContain("${", "%n");
    assertThat(page("broker.1")).contains(".SH EXIT STATUS\n", "no daemon is running", ".SH COMMANDS\n");
  }

  @Test
  void pages_formatted_giveNoWarningAndFitTheScreen() throws Exception {
    assumeTrue(Executables.find("groff", System.getenv("PATH")).isPresent(), "groff is not here");
    for (var page : ManPages.all("2026-11-01").entrySet()) {
      Path file = Files.writeString(folder.resolve(page.getKey()), page.getValue());
      Path complaints = folder.resolve("complaints");
      var process = new ProcessBuilder("groff", "-man", "-Tascii", "-ww", "-P-cbou", file.toString())
          .redirectError(complaints.toFile()).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      assertThat(complaints).as(page.getKey()).isEmptyFile();
      assertThat(text).as(page.getKey()).contains("NAME", "SYNOPSIS", "DESCRIPTION", "SEE ALSO");
      var sections = new ArrayList<String>(List.of(text.split("\n", -1)));
      assertThat(sections).filteredOn(line -> line.matches("[A-Z ]+") && !line.isBlank())
          .as("sections of " + page.getKey()).doesNotHaveDuplicates();
    }
  }

  private static String page(String name) {
    return Objects.requireNonNull(ManPages.all("2026-11-01").get(name));
  }
}
