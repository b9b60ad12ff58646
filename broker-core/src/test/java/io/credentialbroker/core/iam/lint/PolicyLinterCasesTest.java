package io.credentialbroker.core.iam.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of the resource files. */
class PolicyLinterCasesTest {
  @ParameterizedTest
  @MethodSource("io.credentialbroker.core.iam.lint.LintCase#all")
  void lint_eachCase_findsExactlyWhatIsExpected(LintCase aCase) {
    LintReport report = aCase.lint();

    assertThat(report.findings().stream().map(PolicyLinterCasesTest::inShort)).as(aCase.policy())
        .containsExactlyElementsOf(aCase.expected());
  }

  @ParameterizedTest
  @MethodSource("io.credentialbroker.core.iam.lint.LintCase#all")
  void lint_eachFinding_pointsAtTheTextOfItsPointer(LintCase aCase) throws Exception {
    // Jackson's own tree is the judge: what stands at the place begins the pointer's value, or its key.
    JsonNode tree = new ObjectMapper().readTree(aCase.policy());
    List<String> lines = aCase.policy().lines().toList();

    for (Finding finding : aCase.lint().findings()) {
      String pointer = finding.place().pointer();
      String there = lines.get(finding.place().line() - 1).substring(finding.place().column() - 1);
      JsonNode value = tree.at(pointer);
      String key = pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");

      assertThat(value.isMissingNode()).as(pointer).isFalse();
      boolean atKey = there.startsWith("\"" + key + "\"");
      boolean atValue = there.startsWith(value.isObject() ? "{" : value.isArray() ? "[" : value.toString());
      assertThat(atKey || atValue).as(finding + " at: " + there).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("io.credentialbroker.core.iam.lint.LintCase#all")
  void exitCode_eachCase_isOneOnlyForErrors(LintCase aCase) {
    LintReport report = aCase.lint();
    boolean errors = report.findings().stream().anyMatch(finding -> finding.severity() == Severity.ERROR);

    assertThat(report.exitCode()).isEqualTo(errors ? 1 : 0);
  }

  @Test
  void cases_together_fireEveryRuleThatIsNotAboutTheInputOrItsSize() {
    Set<Rule> fired = LintCase.all().flatMap(aCase -> aCase.lint().findings().stream()).map(Finding::rule)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
    var elsewhere = EnumSet.of(Rule.SIZE_OVER_DEFAULT, Rule.SIZE_OVER_MAXIMUM, Rule.DOCUMENT_NOT_OBJECT,
        Rule.PRINCIPAL_IN_IDENTITY_POLICY);

    assertThat(EnumSet.allOf(Rule.class))
        .filteredOn(rule -> !rule.isAboutInput() && !elsewhere.contains(rule))
        .isSubsetOf(fired);
  }

  @Test
  void cases_counted_areSixtyAndMoreAndAsManyAsTheDocumentSays() throws Exception {
    String document = Files.readString(
        Path.of(System.getProperty("basedir", "."), "..", "docs", "policies.md"));
    long right = LintCase.all().filter(aCase -> aCase.expected().isEmpty()).count();

    assertThat(LintCase.all().count()).isGreaterThanOrEqualTo(60);
    assertThat(document).contains(
        "judges " + LintCase.all().count() + " policies,\n" + right + " of them right");
  }

  private static String inShort(Finding finding) {
    return finding.rule().id() + " "
        + (finding.place().pointer().isEmpty() ? "-" : finding.place().pointer());
  }
}
