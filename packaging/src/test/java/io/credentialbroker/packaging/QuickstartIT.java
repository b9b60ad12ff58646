package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README shows what {@code ./quickstart} prints, and what there is to read. */
class QuickstartIT {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  @TempDir
  private Path home;
  private String readme;

  @BeforeEach
  void read() throws Exception {
    readme = Files.readString(REPOSITORY.resolve("README.md"));
  }

  @Test
  void quickstart_once_endsAsReadmeSays() throws Exception {
    String told = readme.substring(readme.indexOf("It ends with")).split("```\n", -1)[1];
    var expected = new ArrayList<>(List.of("..."));
    told.lines().map(QuickstartIT::anywhere).forEach(expected::add);

    // It builds what is missing or old; here the distribution is the one under test, as it is.
    Path brokerd = REPOSITORY.resolve("packaging/target/credential-broker/bin/brokerd");
    assumeTrue(Files.isExecutable(brokerd), "there is no distribution in packaging/target");
    Files.setLastModifiedTime(brokerd, FileTime.from(Instant.now()));
    Run run = Run.of(Map.of("HOME", home.toString(), "LC_ALL", "C.UTF-8"), REPOSITORY,
        List.of("sh", "quickstart", "--once"));
    assertThat(CommandScript.fits(expected, run.succeeded())).as("%s\n\nprinted:\n%s", expected, run.out())
        .isTrue();
  }

  /** On whose machine it runs, how long that takes and how often a client asks is not README's to say. */
  private static String anywhere(String line) {
    return line.replace("alice@host", "{ANY}")
        .replaceAll("█+░* [0-9]+ min  in [0-9]+ min", "{ANY} min  in {N} min")
        .replaceAll("[0-9]+ times?$", "{N} {ANY}");
  }

  @Test
  void readme_pages_areAllInTheTable() throws Exception {
    try (var pages = Files.list(REPOSITORY.resolve("docs"))) {
      assertThat(pages.map(page -> page.getFileName().toString()).filter(name -> name.endsWith(".md")))
          .isNotEmpty().allSatisfy(name -> assertThat(readme).contains("(docs/" + name + ")"));
    }
  }
}
