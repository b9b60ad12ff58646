package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the package has to read. */
class DocumentsIT {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)");

  @Test
  void links_ofEveryPage_leadToFilesOfThePackage() throws Exception {
    Path root = Distribution.home().resolve("share/doc/credential-broker");
    assertThat(root.resolve("LICENSE")).content().contains("Apache License");
    List<Path> pages;
    try (Stream<Path> all = Files.walk(root)) {
      pages = all.filter(file -> file.toString().endsWith(".md")).toList();
    }
    assertThat(pages).hasSizeGreaterThan(20);
    for (Path page : pages) {
      assertThat(links(page)).as(root.relativize(page).toString())
          .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
    }
  }

  /** Those to files, but for those to sources, which no package has. */
  private static List<String> links(Path page) throws IOException {
    var found = new ArrayList<String>();
    var matcher = LINK.matcher(Files.readString(page));
    while (matcher.find()) {
      if (!matcher.group(1).contains("://") && !matcher.group(1).contains("/src/")) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }
}
