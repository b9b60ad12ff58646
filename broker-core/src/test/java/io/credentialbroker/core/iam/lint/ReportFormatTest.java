package io.credentialbroker.core.iam.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReportFormatTest {
  private static final String POLICY = """
      {
        "Version": "2012-10-17",
        "Statement": {
          "Effect": "Allow",
          "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
          "Action": "sts:AssumeRole",
          "Resource": "*"
        }
      }
      """;

  @Test
  void text_findings_areLinesThatEditorsFollow() {
    assertThat(ReportFormat.TEXT.write("trust.json", lint(POLICY))).isEqualTo(
        """
            trust.json:5:26: warning: Everybody in account 111122223333 whom that account allows it can have the role. \
            [principal-account-unconditioned]
                at /Statement/Principal/AWS
                hint: Name one user or role, or add MFA, an external id or a condition on aws:PrincipalArn.
            trust.json:7:5: error: A trust policy has no Resource. [resource-in-trust-policy]
                at /Statement/Resource
                hint: Remove it: the role it hangs on is meant.
            trust.json: 1 error, 1 warning (trust policy)
            """);
  }

  @Test
  void text_clean_saysSo() {
    assertThat(ReportFormat.TEXT.write("-",
        lint(POLICY.replace(",\n    \"Resource\": \"*\"", "").replace("root", "user/a"))))
        .isEqualTo("stdin: no findings (trust policy)\n");
  }

  @Test
  void text_unreadable_hasOneFindingAndNoKind() {
    assertThat(ReportFormat.TEXT.write("-", lint("[]"))).isEqualTo("""
        stdin:1:1: error: A policy is an object, and this is a list. [document-not-object]
            hint: A policy is {"Version": …, "Statement": […]}; check each policy in a file of its own.
        stdin: 1 error, 0 warnings
        """);
  }

  @Test
  void json_report_isOneObject() throws Exception {
    JsonNode report = new ObjectMapper().readTree(ReportFormat.JSON.write("trust.json", lint(POLICY)));

    assertThat(report.get("file").textValue()).isEqualTo("trust.json");
    assertThat(report.get("kind").textValue()).isEqualTo("trust policy");
    assertThat(report.get("errors").intValue()).isEqualTo(1);
    assertThat(report.get("warnings").intValue()).isEqualTo(1);
    assertThat(report.at("/findings/1").toString())
        .isEqualTo("{\"rule\":\"resource-in-trust-policy\",\"severity\":"
            + "\"error\",\"message\":\"A trust policy has no Resource.\",\"remedy\":\"Remove it: the role it hangs on is"
            + " meant.\",\"pointer\":\"/Statement/Resource\",\"line\":7,\"column\":5}");
  }

  @Test
  void json_unreadable_hasNoKind() throws Exception {
    JsonNode report = new ObjectMapper().readTree(ReportFormat.JSON.write("-", lint("x")));

    assertThat(report.has("kind")).isFalse();
    assertThat(report.get("findings")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("io.credentialbroker.core.iam.lint.LintCase#all")
  void sarif_eachCase_isAValidLog(LintCase aCase) throws Exception {
    LintReport report = aCase.lint();
    JsonNode log = new ObjectMapper().readTree(ReportFormat.SARIF.write("policies/trust.json", report));

    assertThat(log.get("version").textValue()).isEqualTo("2.1.0");
    assertThat(log.get("$schema").textValue()).contains("sarif-2.1.0");
    assertThat(log.get("runs")).hasSize(1);
    JsonNode run = log.at("/runs/0");
    assertThat(run.at("/tool/driver/name").textValue()).isNotBlank();
    assertThat(run.get("columnKind").textValue()).isEqualTo("utf16CodeUnits");
    JsonNode rules = run.at("/tool/driver/rules");
    assertThat(rules.findValuesAsText("id")).doesNotHaveDuplicates();
    assertThat(run.get("results")).hasSize(report.findings().size()).allSatisfy(result -> {
      assertThat(Set.of("error", "warning")).contains(result.get("level").textValue());
      assertThat(rules.get(result.get("ruleIndex").intValue()).get("id")).isEqualTo(result.get("ruleId"));
      assertThat(result.at("/message/text").textValue()).isNotBlank();
      JsonNode physical = result.at("/locations/0/physicalLocation");
      assertThat(physical.at("/artifactLocation/uri").textValue()).isEqualTo("policies/trust.json");
      assertThat(physical.at("/region/startLine").intValue()).isPositive();
      assertThat(physical.at("/region/startColumn").intValue()).isPositive();
    });
  }

  @ParameterizedTest
  @CsvSource({ "-, stdin", "a b.json, a%20b.json", "/tmp/é.json, /tmp/%C3%A9.json", "c:x.json, ./c:x.json",
      "//host/x.json, /host/x.json", "50%.json, 50%25.json"})
  void sarif_fileName_isAUriReference(String file, String uri) throws Exception {
    JsonNode log = new ObjectMapper().readTree(ReportFormat.SARIF.write(file, lint("[]")));

    assertThat(log.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri").textValue())
        .isEqualTo(uri);
    assertThat(URI.create(uri)).isNotNull();
  }

  @Test
  void formats_emptyReport_areWritten() {
    var clean = new LintReport(PolicyKind.IDENTITY, List.of());

    for (ReportFormat format : ReportFormat.values()) {
      assertThat(format.write("x.json", clean)).endsWith("\n");
    }
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void formats_controlCharactersOfTheFile_areEscaped(ReportFormat format) {
    String file = "a\u001b[2Jb\nc\u009b.json";
    String written = format.write(file, lint("""
        {"Version": "2012-10-17", "Statement": [{"Effect": "All\\u001b]0;owned\\u0007ow", "\u202e\u0085": 1,
          "\\u009b31m\\nok: no findings": 1}]}"""));

    assertThat(written.lines().toList()).allSatisfy(line -> assertThat(line.codePoints())
        .noneMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT));
    assertThat(written).containsIgnoringCase("\\u001b").containsIgnoringCase("\\u009b31m")
        .containsIgnoringCase("\\u202e")
        .doesNotContain("\nok: no findings");
  }

  private static LintReport lint(String text) {
    return PolicyLinter.lint(text.getBytes(StandardCharsets.UTF_8));
  }
}
