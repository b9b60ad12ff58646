package io.credentialbroker.core.iam.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of rules in {@code docs/policies.md} is the list of rules. */
class RuleListTest {
  private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "..", "docs",
      "policies.md");

  @Test
  void document_rules_areThoseOfTheLinter() throws Exception {
    String text = Files.readString(DOCUMENT);
    String listed = text.substring(text.indexOf("<!-- rules -->\n") + "<!-- rules -->\n".length(),
        text.indexOf("<!-- end of rules -->"));

    // To mend it, paste what is expected here between the two marks.
    assertThat(listed).isEqualTo(expected());
  }

  private static String expected() {
    return Arrays.stream(Rule.values())
        .map(
            rule -> "| `" + rule.id() + "` | " + rule.severity().word() + " | " + cell(rule.summary()) + " | "
                + cell(rule.remedy()) + " |\n")
        .collect(Collectors.joining("",
            "| rule | severity | what is wrong | what to do |\n|---|---|---|---|\n", ""));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
