package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security-tests.md and SECURITY.md promise is tested by tests that exist. */
class SecurityDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile(
      "`([A-Z][A-Za-z0-9]*(?:Test|IT|Fuzz))(?:\\.([a-zA-Z0-9]+_[a-zA-Z0-9_]+))?`");

  /** Source of every test class of the project, by its name. */
  private static Map<String, String> tests() throws IOException {
    var tests = new TreeMap<String, String>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path sources : modules.map(module -> module.resolve("src/test/java")).filter(Files::isDirectory)
          .toList()) {
        try (Stream<Path> all = Files.walk(sources)) {
          for (Path file : all.filter(path -> path.toString().endsWith(".java")).toList()) {
            tests.merge(file.getFileName().toString().replace(".java", ""), Files.readString(file),
                String::concat);
          }
        }
      }
    }
    return tests;
  }

  private static List<String> missing(String page) throws IOException {
    var tests = tests();
    var missing = new ArrayList<String>();
    int named = 0;
    for (var name : NAMED.matcher(page).results().toList()) {
      named++;
      String source = tests.get(name.group(1));
      if (source == null || (name.group(2) != null && !source.contains("void " + name.group(2) + "("))) {
        missing.add(name.group());
      }
    }
    assertThat(named).isGreaterThan(10);
    return missing;
  }

  @Test
  void securityTests_everyTestNamed_exists() throws Exception {
    assertThat(missing(Files.readString(ROOT.resolve("docs/security-tests.md")))).isEmpty();
  }

  @Test
  void security_everyTestNamed_exists() throws Exception {
    assertThat(missing(Files.readString(ROOT.resolve("SECURITY.md")))).isEmpty();
  }

  @Test
  void securityTests_everyThreat_hasItsSection() throws Exception {
    var sections = Files.readAllLines(ROOT.resolve("docs/security-tests.md")).stream()
        .filter(line -> line.startsWith("## T")).map(line -> line.replaceAll("^## (T\\d+) .*", "$1"))
        .toList();
    assertThat(sections).containsExactlyElementsOf(
        IntStream.rangeClosed(1, 22).mapToObj(number -> "T" + number).toList());
  }

  @Test
  void securityTests_everyRow_saysHowItWentLast() throws Exception {
    assertThat(Files.readAllLines(ROOT.resolve("docs/security-tests.md")).stream()
        .filter(line -> line.startsWith("| `") && NAMED.matcher(line).find()))
        .isNotEmpty().allMatch(line -> line.matches(".*\\| \\d+ passed.*, \\d{4}-\\d\\d-\\d\\d \\|"));
  }
}
