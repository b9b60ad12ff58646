package io.credentialbroker.client.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headings and keys of the shared files that look right and do nothing. */
final class SectionChecksTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      [proflie x]       | [profile x]
      [Profile x]       | [profile x]
      [profiles x]      | [profile x]
      [dev]             | [profile dev]
      [profile-dev]     | [profile dev]
      [profile.dev]     | [profile dev]
      [profile my dev]  | [profile my-dev]
      [my dev]          | [profile my-dev]
      [profile]         | [profile NAME]
      [defualt]         | [default]
      [sso_session corp]| [sso-session corp]
      [sso session corp]| [sso-session corp]
      [service local]   | [services local]
      """)
  void config_headingThatIsIgnored_isNamedWithTheOneToWrite(String written, String right) throws IOException {
    assertThat(config("# a comment\n" + written + "\nregion = x\n")).singleElement().satisfies(one -> {
      assertThat(one.level()).isEqualTo(Finding.Level.WARNING);
      assertThat(one.message()).startsWith(folder.resolve("config") + ":2: " + written + " is ignored: ");
      assertThat(one.remedy()).isEqualTo("write " + right);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = { "[default]", "[profile x]", "[ profile  x ]", "[profile 'x']",
      "[sso-session corp]",
      "[services local]", "[plugins]", "[preview]", "[profile a/b.c@d:e%f+g]", "\uFEFF[default]"})
  void config_headingThatCounts_isNotNamed(String written) throws IOException {
    assertThat(config(written + "\nregion = x\n")).isEmpty();
  }

  @Test
  void config_signInWithoutItsPrefix_isASession() throws IOException {
    assertThat(config("[corp]\nsso_start_url = https://x\nsso_region = y\n"))
        .extracting(Finding::remedy).containsExactly("write [sso-session corp]");
  }

  @Test
  void config_headingWithCredentials_isAProblem() throws IOException {
    assertThat(config("[dev]\nrole_arn = x\n")).extracting(Finding::level)
        .containsExactly(Finding.Level.PROBLEM);
  }

  @Test
  void config_rightHeadingIsTaken_saysWhere() throws IOException {
    assertThat(config("[profile dev]\nregion = x\n[dev]\nregion = y\n")).extracting(Finding::remedy)
        .containsExactly("write [profile dev], or another name: that one stands in line 1");
  }

  @Test
  void config_bothFormsOfDefault_namesTheOneThatIsIgnored() throws IOException {
    assertThat(config("[default]\nregion = x\n[profile default]\nregion = y\n")).singleElement()
        .satisfies(one -> assertThat(one.message())
            .contains("config:1: [default] is ignored, because [profile default] stands in line 3"));
  }

  @Test
  void config_bracketIsMissing_isAProblemOfTheWholeFile() throws IOException {
    assertThat(config("[profile x\nregion = y\n")).singleElement().satisfies(one -> {
      assertThat(one.level()).isEqualTo(Finding.Level.PROBLEM);
      assertThat(one.message()).contains("config:1: the heading has no ']'");
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      [profile dev] | write [dev]
      [my dev]      | write [my-dev]
      [sso-session s] | move it to the config file, ~/.aws/config unless AWS_CONFIG_FILE names another
      """)
  void credentials_headingThatIsIgnored_isNamed(String written, String remedy) throws IOException {
    assertThat(found("credentials", AwsFile.Kind.CREDENTIALS, written + "\nregion = x\n"))
        .extracting(Finding::remedy).containsExactly(remedy);
  }

  @Test
  void credentials_anyName_counts() throws IOException {
    assertThat(found("credentials", AwsFile.Kind.CREDENTIALS, "[defualt]\nregion = x\n[dev]\nregion = x\n"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      rol_arn              | role_arn
      role-arn             | role_arn
      sourceprofile        | source_profile
      aws_acces_key_id     | aws_access_key_id
      aws_region           | region
      duration_second      | duration_seconds
      session_name         | role_session_name
      sso_acount_id        | sso_account_id
      """)
  void key_misspelt_isNamedWithTheOneThatIsMeant(String written, String right) throws IOException {
    assertThat(config("[profile x]\n" + written + " = y\n")).singleElement().satisfies(one -> {
      assertThat(one.message())
          .isEqualTo(folder.resolve("config") + ":2: [profile x] has " + written + ", which nobody reads");
      assertThat(one.remedy()).isEqualTo("did you mean " + right + "?");
    });
  }

  @Test
  void key_besideTheRightOne_isSuperfluous() throws IOException {
    assertThat(config("[profile x]\nrole_arn = y\nrolearn = z\n")).extracting(Finding::remedy)
        .containsExactly("remove it, if role_arn in line 2 is right");
  }

  @Test
  void keys_ofOtherTools_areOneNote() throws IOException {
    assertThat(
        config("[profile x]\ngranted_color = red\n[profile y]\nmfa_process = ykman\ns3 =\n  odd = 1\n"))
        .singleElement().satisfies(one -> {
          assertThat(one.level()).isEqualTo(Finding.Level.NOTE);
          assertThat(one.message()).endsWith("tools read: granted_color (line 2), mfa_process (line 4)");
        });
  }

  @Test
  void keys_ofServices_areNamesOfServices() throws IOException {
    assertThat(config("[services local]\ndynamodb =\n  endpoint_url = http://x\n")).isEmpty();
  }

  @Test
  void heading_ofWhichTheDaemonHasTold_isNotNamedAgain() throws IOException {
    Path file = Files.writeString(folder.resolve("config"), "[dev]\nrole_arn = x\n");
    assertThat(SectionChecks.of(AwsFile.read(file, AwsFile.Kind.CONFIG), Set.of(file + ":1"))).isEmpty();
  }

  @Test
  void keys_ofTheDocument_areAllKnown() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "profiles.md"));
    int begin = docs.indexOf("Keys of other matters");
    String others = docs.substring(begin, docs.indexOf("\n\n", begin));
    Stream<String> keys = Stream.concat(
        Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (?:yes|no) \\|").matcher(docs).results(),
        Pattern.compile("`([a-z0-9_]+)`").matcher(others).results()).map(found -> found.group(1));
    assertThat(keys.toList()).containsExactlyInAnyOrderElementsOf(SharedKeys.OF_SDKS);
  }

  private List<Finding> config(String text) throws IOException {
    return found("config", AwsFile.Kind.CONFIG, text);
  }

  private List<Finding> found(String name, AwsFile.Kind kind, String text) throws IOException {
    return SectionChecks.of(AwsFile.read(Files.writeString(folder.resolve(name), text), kind), Set.of());
  }
}
