package io.credentialbroker.core.iam.lint;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that are no policy, positions, kinds and sizes. */
class PolicyLinterTest {
  private static final String GOOD = """
      {
        "Version": "2012-10-17",
        "Statement": {
          "Effect": "Allow",
          "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"},
          "Action": "sts:AssumeRole"
        }
      }
      """;

  @Test
  void lint_hugeFile_isOneFindingAndUnreadable() {
    LintReport report = PolicyLinter.lint(new byte[PolicyLinter.LARGEST_INPUT + 1]);

    assertOnly(report, Rule.INPUT_TOO_LARGE, 2);
  }

  @Test
  void lint_largestFile_isRead() {
    byte[] file = GOOD.concat(" ".repeat(PolicyLinter.LARGEST_INPUT - GOOD.length())).getBytes(UTF_8);

    assertThat(PolicyLinter.lint(file).findings()).isEmpty();
  }

  @Test
  void lint_byteOrderMark_isOneFindingAndUnreadable() {
    assertOnly(lint("\uFEFF" + GOOD), Rule.INPUT_BYTE_ORDER_MARK, 2);
    assertOnly(PolicyLinter.lint(GOOD.getBytes(UTF_16)), Rule.INPUT_BYTE_ORDER_MARK, 2);
    assertOnly(PolicyLinter.lint(("\uFEFF" + GOOD).getBytes(UTF_16LE)), Rule.INPUT_BYTE_ORDER_MARK, 2);
  }

  @Test
  void lint_otherEncoding_isOneFindingAndUnreadable() {
    assertOnly(PolicyLinter.lint(new byte[]{ '{', '"', (byte) 0xE9, '"', ':', '1', '}'}), Rule.INPUT_NOT_UTF8,
        2);
  }

  @ParameterizedTest
  @ValueSource(strings = { "Version: 2012-10-17", "{", "{\"Version\": \"2012-10-17\",}", "{} {}",
      "{'a': 1}",
      "// no\n{}", "[", "{\"a\": NaN}", "{\"a\"", "\""})
  void lint_notJson_isOneFindingAndUnreadable(String text) {
    assertOnly(lint(text), Rule.INPUT_NOT_JSON, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = { "{", "[", "{\"a\": NaN}", "{\"a\": +1}", "// no\n{}", "{\"a\": 1]", "[}", "nul"})
  void lint_notJson_tellsNothingOfTheParser(String text) {
    assertThat(lint(text).findings().getFirst().message())
        .doesNotContain("`", "Feature", "REDACTED", "Source", "StreamRead").endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(strings = { "[", "{\"a\": "})
  void lint_deepNesting_saysWhatTheLimitIs(String opening) {
    LintReport report = lint(opening.repeat(10_000));

    assertOnly(report, Rule.INPUT_TOO_DEEP, 2);
    assertThat(report.findings().getFirst().message()).contains("32").doesNotContain("`", "Stream", "(",
        "get");
    assertThat(report.findings().getFirst().place().column()).isBetween(31 * opening.length(),
        33 * opening.length());
  }

  @Test
  void lint_deepestNesting_isRead() {
    assertOnly(lint("[".repeat(32) + "]".repeat(32)), Rule.DOCUMENT_NOT_OBJECT, 1);
    assertOnly(lint("[".repeat(33) + "]".repeat(33)), Rule.INPUT_TOO_DEEP, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = { "{\"%s\": 1}", "{\"a\": %s}"})
  void lint_longNameOrNumber_isJudgedLikeAnyOther(String form) {
    assertThat(lint(form.formatted("7".repeat(60_000))).findings()).extracting(Finding::rule)
        .contains(Rule.UNKNOWN_ELEMENT);
  }

  @ParameterizedTest
  @ValueSource(strings = { "[]", "[{\"Version\": \"2012-10-17\"}]", "\"policy\"", "17", "true", "null"})
  void lint_jsonOtherThanAnObject_isOneFindingAndAnError(String text) {
    assertOnly(lint(text), Rule.DOCUMENT_NOT_OBJECT, 1);
  }

  @Test
  void lint_syntaxError_isPlacedAtItsLineAndColumn() {
    Finding finding = lint("{\n  \"Version\": \"2012-10-17\"\n  \"Statement\": []\n}").findings().getFirst();

    assertThat(finding.place()).isEqualTo(new Place("", 3, 3));
    assertThat(finding.message()).startsWith("The file is not JSON: Unexpected character")
        .doesNotContain("\n");
  }

  @Test
  void lint_finding_isPlacedInCharactersAndNotInBytes() {
    LintReport report = lint("{\"Id\": \"é€😀\", \"Version\": \"2012-10-17\",\n  \"Bogus\": 1}");

    assertThat(report.findings()).extracting(Finding::rule).containsExactly(Rule.STATEMENT_MISSING,
        Rule.UNKNOWN_ELEMENT);
    assertThat(report.findings().getLast().place()).isEqualTo(new Place("/Bogus", 2, 3));
    LintReport oneLine = lint("{\"Id\": \"é€😀\", \"Version\": \"x\", \"Statement\": []}");
    // Four UTF-16 units stand between the quotes; bytes would make nine of them.
    assertThat(oneLine.findings().getFirst().place()).isEqualTo(new Place("/Version", 1, 27));
  }

  @Test
  void lint_pointer_escapesTildeAndSlash() {
    LintReport report = lint(GOOD.replace("\"Effect\"", "\"a/b~c\": 1, \"Effect\""));

    assertThat(report.findings().getFirst().place().pointer()).isEqualTo("/Statement/a~1b~0c");
  }

  @Test
  void lint_withPrincipal_isTakenForATrustPolicy() {
    assertThat(lint(GOOD).kind()).isEqualTo(PolicyKind.TRUST);
  }

  @Test
  void lint_withResource_isTakenForAnIdentityPolicy() {
    String identity = GOOD.replaceAll("\"Principal\": .*,",
        "\"Resource\": \"arn:aws:iam::111122223333:role/a\",");

    assertThat(lint(identity)).isEqualTo(new LintReport(PolicyKind.IDENTITY, List.of()));
  }

  @Test
  void lint_kindGiven_isJudgedAsThat() {
    LintReport report = PolicyLinter.lint(GOOD.getBytes(UTF_8), PolicyKind.IDENTITY);

    assertThat(report.findings()).extracting(Finding::rule).containsExactly(Rule.RESOURCE_MISSING,
        Rule.PRINCIPAL_IN_IDENTITY_POLICY);
    assertOnly(PolicyLinter.lint("[]".getBytes(UTF_8), PolicyKind.TRUST), Rule.DOCUMENT_NOT_OBJECT, 1);
    assertOnly(PolicyLinter.lint("[".getBytes(UTF_8), PolicyKind.TRUST), Rule.INPUT_NOT_JSON, 2);
  }

  @Test
  void lint_trustPolicySizes_followTheQuotas() {
    assertThat(lint(trustPolicyOfSize(2048)).findings()).isEmpty();
    assertOnly(lint(trustPolicyOfSize(2049)), Rule.SIZE_OVER_DEFAULT, 0);
    assertOnly(lint(trustPolicyOfSize(4096)), Rule.SIZE_OVER_DEFAULT, 0);
    assertOnly(lint(trustPolicyOfSize(4097)), Rule.SIZE_OVER_MAXIMUM, 1);
  }

  @Test
  void lint_identityPolicySizes_followTheQuotas() {
    String identity = GOOD.replaceAll("\"Principal\": .*,",
        "\"Resource\": \"arn:aws:iam::111122223333:role/a\",");

    assertThat(lint(padded(identity, 6144)).findings()).isEmpty();
    assertOnly(lint(padded(identity, 6145)), Rule.SIZE_OVER_DEFAULT, 0);
    assertOnly(lint(padded(identity, 10_241)), Rule.SIZE_OVER_MAXIMUM, 1);
  }

  @Test
  void countedSize_whiteSpace_countsWithinStringsOnly() {
    assertThat(SizeRules.countedSize("{ \"a b\" : \"c \\\" d\" }\n"))
        .isEqualTo("{\"a b\":\"c \\\" d\"}".length());
  }

  @ParameterizedTest
  @ValueSource(strings = { "", " \n"})
  void lint_nothing_isUnreadable(String nothing) {
    assertOnly(lint(nothing), Rule.INPUT_EMPTY, 2);
    assertThat(lint(nothing).findings().getFirst().remedy()).contains("the command before it failed");
  }

  @Test
  void lint_idOfSomebodyDeleted_saysSo() {
    assertThat(
        lint(GOOD.replaceAll("\"Principal\": .*,", "\"Principal\": {\"AWS\": \"AROAQ3EGSIDDEXAMPLE12\"},"))
            .findings())
        .singleElement().extracting(Finding::message).asString()
        .contains("the id of a role that was deleted");
  }

  @Test
  void lint_damagedPolicies_neverThrow() {
    var random = new Random(20261121);
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = GOOD.getBytes(UTF_8);
      for (int i = 0; i <= random.nextInt(3); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      LintReport report = PolicyLinter.lint(damaged);
      assertThat(report.findings()).allSatisfy(finding -> assertThat(finding.message()).isNotBlank());
    }
  }

  @Test
  void lint_everyTruncation_neverThrowsAndIsNeverClean() {
    String policy = GOOD.strip();
    for (int length = 0; length < policy.length(); length++) {
      assertThat(lint(policy.substring(0, length)).exitCode()).as("%d characters", length).isEqualTo(2);
    }
  }

  @Test
  void rules_all_haveAnIdASummaryAndARemedy() {
    assertThat(Rule.values()).allSatisfy(rule -> {
      assertThat(rule.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
      assertThat(rule.summary()).endsWith(".");
      assertThat(rule.remedy()).matches("(?s).*[.…]");
    });
  }

  private static String trustPolicyOfSize(int size) {
    return padded(GOOD, size);
  }

  private static String padded(String policy, int size) {
    int missing = size - SizeRules.countedSize(policy) - "\"Id\":\"\",".length();
    String filler = IntStream.range(0, missing).mapToObj(i -> "x").collect(Collectors.joining());
    return policy.replaceFirst("\"Version\"", "\"Id\": \"" + filler + "\", \"Version\"");
  }

  private static LintReport lint(String text) {
    return PolicyLinter.lint(text.getBytes(UTF_8));
  }

  private static void assertOnly(LintReport report, Rule rule, int exitCode) {
    assertThat(report.findings()).extracting(Finding::rule).containsExactly(rule);
    assertThat(report.exitCode()).isEqualTo(exitCode);
  }
}
