package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualPageTest {
  @TempDir
  private Path folder;

  @Test
  void main_folder_getsThePageOfTheDaemon() throws Exception {
    ManualPage.main(new String[]{ folder.resolve("man8").toString(), "2026-11-01"});
    assertThat(folder.resolve("man8/brokerd.8")).content()
        .startsWith(".TH \"BROKERD\" 8 \"2026\\-11\\-01\"")
        .contains("\\fB\\-\\-sandbox\\-port\\fR \\fIN\\fR\n", "SIGHUP", "another brokerd is running here");
  }

  @Test
  void page_options_areAllThere() {
    for (var option : Usage.OPTIONS) {
      assertThat(ManualPage.page("2026-11-01")).contains(option.typed().replace("-", "\\-"), option.meaning()
          .replace("-", "\\-").replace("~", "\\(ti"));
    }
  }

  @Test
  void page_formatted_givesNoWarningAndHasItsSections() throws Exception {
    assumeTrue(Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "groff"))), "groff is not here");
    Path file = Files.writeString(folder.resolve("brokerd.8"), ManualPage.page("2026-11-01"));
    Path complaints = folder.resolve("complaints");
    var process = new ProcessBuilder("groff", "-man", "-Tascii", "-ww", "-P-cbou", file.toString())
        .redirectError(complaints.toFile()).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(complaints).isEmptyFile();
    assertThat(text.lines()).contains("NAME", "SYNOPSIS", "OPTIONS", "FILES", "ENVIRONMENT", "SIGNALS",
        "EXIT STATUS", "SEE ALSO");
  }
}
