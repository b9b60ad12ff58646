package io.credentialbroker.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.core.iam.lint.PolicyLinter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintTest {
  private static final String CLEAN = """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:role/ci"}, "Action": "sts:AssumeRole"}]}
      """;
  private static final String WARNING = CLEAN.replace("role/ci", "root");
  private static final String ERROR = CLEAN.replace("sts:AssumeRole", "sts:AssumeRoleWithSAML");

  @TempDir
  private Path folder;

  @Test
  void tool_byServiceLoader_isFoundByName() {
    assertThat(ServiceLoader.load(ToolProvider.class))
        .anySatisfy(tool -> assertThat(tool.name()).isEqualTo("credential-broker-policy"));
  }

  @Test
  void lint_cleanFile_exitsWithZero() throws Exception {
    Path file = file("clean.json", CLEAN);
    assertThat(Tool.run("lint", "file=" + file))
        .isEqualTo(new Tool(0, file + ": no findings (trust policy)\n", ""));
  }

  @Test
  void lint_warningsOnly_exitsWithZeroAndShowsThem() throws Exception {
    Tool run = Tool.run("lint", "file=" + file("w.json", WARNING));
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("w.json:2:24: warning: ", "[principal-account-unconditioned]",
        "at /Statement/0/Principal/AWS", "0 errors, 1 warning (trust policy)");
  }

  @Test
  void lint_errors_exitsWithOne() {
    Tool run = Tool.given(ERROR, "lint", "file=-");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).startsWith("stdin:2:").contains("[action-not-for-principal]", "hint: ");
  }

  @Test
  void lint_kindGiven_isNotGuessed() {
    Tool run = Tool.given(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Get\"}]}",
        "lint", "file=-", "kind=trust", "format=json");
    assertThat(run.out()).contains("\"principal-missing\"").contains("\"trust policy\"");
  }

  @Test
  void lint_sarif_isOneLogWithTheFileAndItsLine() throws Exception {
    Tool run = Tool.run("lint", "format=sarif", "file=" + file("e.json", ERROR));
    var log = new ObjectMapper().readTree(run.out());
    assertThat(log.at("/version").asText()).isEqualTo("2.1.0");
    assertThat(log.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri").asText())
        .endsWith("/e.json");
    assertThat(log.at("/runs/0/results/0/locations/0/physicalLocation/region/startLine").asInt())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ''                         | input-empty
      not json                   | input-not-json
      {"Version": "2012-10-17",} | input-not-json
      \uFEFF{}                   | input-byte-order-mark
      """)
  void lint_notAPolicyFile_exitsWithTwoAndReportsWhy(String input, String rule) {
    Tool run = Tool.given(input.strip(), "lint", "file=-");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).startsWith("stdin:1:").contains("[" + rule + "]");
  }

  @Test
  void lint_hugeFile_exitsWithTwoAndIsNotReadWhole() {
    String huge = " ".repeat(PolicyLinter.LARGEST_INPUT) + CLEAN;
    Tool run = Tool.given(huge, "lint", "file=-");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).contains("[input-too-large]");
  }

  @Test
  void lint_endlessDevice_endsAllTheSame() {
    assertThat(Tool.run("lint", "file=/dev/zero").out()).contains("[input-too-large]");
  }

  @Test
  void lint_notUtf8_exitsWithTwo() throws Exception {
    Path file = Files.write(folder.resolve("latin"),
        "{\"Id\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Tool.run("lint", "file=" + file).out()).contains("[input-not-utf8]");
  }

  @Test
  void lint_directory_saysSo() {
    assertThat(Tool.run("lint", "file=" + folder)).isEqualTo(
        new Tool(2, "", "error: '" + folder + "' is a directory\nhint: name one file in it\n"));
  }

  @Test
  void lint_missingFile_saysSo() {
    assertThat(Tool.run("lint", "file=" + folder + "/none")).isEqualTo(new Tool(2, "",
        "error: there is no file '" + folder
            + "/none'\nhint: look at its spelling; '-' is standard input\n"));
  }

  @Test
  void lint_exampleInTheDocuments_isShownAsItIs() throws Exception {
    Path docs = Path.of(System.getProperty("basedir", "."), "..", "docs");
    String example = "docs/examples/trust-policy.json";
    String shown = Tool.run("lint", "file=" + docs.resolve("examples/trust-policy.json")).out()
        .replace(docs.resolve("examples/trust-policy.json").toString(), example);
    assertThat(Files.readString(docs.resolve("policies.md")))
        .contains("    $ broker policy lint " + example + "\n" + shown.indent(4));
  }

  @Test
  void lint_nameWithControlCharacters_isShownEscaped() {
    assertThat(Tool.run("lint", "file=a\u001b[2Jb\nc").err())
        .startsWith("error: there is no file 'a\\u001b[2Jb\\u000ac'\n");
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
