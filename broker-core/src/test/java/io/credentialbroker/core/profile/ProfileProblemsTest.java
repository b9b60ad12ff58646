package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.ProfileCatalog.Servable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people get wrong, and what they are told. */
class ProfileProblemsTest {
  private static final String KEYS = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = canary\n";
  private static final String BASE = "[base]\n" + KEYS;
  private static final String ROLE = "role_arn = arn:aws:iam::123456789012:role/r\n";

  @TempDir
  Path home;

  private SharedFilesFixture files(String config) {
    return new SharedFilesFixture(home).credentials(BASE).config(config);
  }

  @Test
  void read_profileWithoutCredentials_saysSoWithRemedy() {
    ProfileProblem problem = files("[profile p]\nregion = eu-central-1\n").problem("p");
    assertThat(problem.message()).contains("has no credentials");
    assertThat(problem.remedy()).contains("role_arn");
    assertThat(problem.file()).endsWith("config");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      [p]          | Write [profile p] in this file.
      [proflie p]  | Write [profile p] in this file.
      [Profile p]  | Write [profile p] in this file.
      [profile p!] | Rename the profile.
      """)
  void read_headingThatSdksIgnore_saysWhatToWrite(String heading, String remedy) {
    String name = heading.contains("!") ? "p!" : "p";
    ProfileProblem problem = files("# c\n" + heading + "\n" + ROLE).problem(name);
    assertThat(problem.message()).contains(heading + " is ignored");
    assertThat(problem.file()).endsWith("config:2");
    assertThat(problem.remedy()).isEqualTo(remedy);
  }

  @Test
  void read_nameIsNearlyThere_isProposed() {
    assertThat(files("[profile p]\n" + ROLE + "source_profile = bsae\n").problem("p").remedy())
        .startsWith("Did you mean base? ");
    assertThat(files("""
        [profile p]
        sso_session = copr
        sso_account_id = 123456789012
        sso_role_name = R
        [sso-session corp]
        sso_start_url = https://x
        sso_region = us-east-1
        """).problem("p").remedy())
        .startsWith("Did you mean corp? ");
    assertThat(files("[profile p]\n" + ROLE + "source_profile = elsewhere\n").problem("p").remedy())
        .doesNotContain("mean");
  }

  @Test
  void read_brokenProfile_othersUnaffected() {
    var catalog = files("[profile bad]\n" + ROLE + "[profile good]\n" + ROLE + "source_profile = base\n")
        .read();
    assertThat(catalog.entries().get(new ProfileName("bad"))).isInstanceOf(ProfileCatalog.Broken.class);
    assertThat(catalog.entries().get(new ProfileName("good"))).isInstanceOf(Servable.class);
    assertThat(catalog.entries().get(new ProfileName("base"))).isInstanceOf(Servable.class);
    assertThat(catalog.fileProblems()).isEmpty();
  }

  @Test
  void read_loop_namesTheLoopAndNotTheWayIntoIt() {
    ProfileProblem problem = files("[profile in]\n" + ROLE + "source_profile = a\n[profile a]\n" + ROLE
        + "source_profile = b\n[profile b]\n" + ROLE + "source_profile = c\n[profile c]\n" + ROLE
        + "source_profile = a\n").problem("in");
    assertThat(problem.message()).contains("a -> b -> c -> a").doesNotContain("in ->");
    assertThat(problem.key()).isEqualTo("source_profile");
  }

  @Test
  void read_ownSourceWithoutKeys_saysSo() {
    ProfileProblem problem = files("[profile p]\n" + ROLE + "source_profile = p\n").problem("p");
    assertThat(problem.message()).contains("its own source");
    assertThat(problem.key()).isEqualTo("source_profile");
  }

  @Test
  void read_chainOfSixtyFiveLinks_refused() {
    var config = new StringBuilder();
    for (int link = 1; link < 65; link++) {
      config.append("[profile p").append(link).append("]\n").append(ROLE).append("source_profile = p")
          .append(link + 1).append('\n');
    }
    config.append("[profile p65]\ncredential_process = x\n");
    var fixture = files(config.toString());
    assertThat(fixture.problem("p1").message()).contains("64");
    assertThat(fixture.recipe("p2")).isInstanceOf(Recipe.AssumeRole.class);
  }

  @Test
  void read_missingSource_namesFileLineProfileAndKey() {
    ProfileProblem problem = files("[profile p]\n" + ROLE + "source_profile = nobody\n").problem("p");
    assertThat(problem.file()).isEqualTo(home.resolve(".aws/config") + ":3");
    assertThat(problem.profile()).isEqualTo("p");
    assertThat(problem.key()).isEqualTo("source_profile");
    assertThat(problem.message()).contains("nobody");
    assertThat(problem.remedy()).isNotBlank();
  }

  @Test
  void read_bothSources_namesTheKey() {
    assertThat(files("[profile p]\n" + ROLE + "source_profile = base\ncredential_source = Environment\n")
        .problem("p").message()).contains("Both source_profile and credential_source");
  }

  @Test
  void read_neitherSource_namesBothKeysAsRemedy() {
    assertThat(files("[profile p]\n" + ROLE).problem("p").remedy()).contains("source_profile",
        "credential_source");
  }

  @ParameterizedTest
  @ValueSource(strings = { "Enviroment", "ec2", "EcsContainer;"})
  void read_unknownCredentialSource_namesTheThree(String source) {
    ProfileProblem problem = files("[profile p]\n" + ROLE + "credential_source = " + source + "\n")
        .problem("p");
    assertThat(problem.message()).contains(source);
    assertThat(problem.remedy()).contains("Environment", "Ec2InstanceMetadata", "EcsContainer");
  }

  @ParameterizedTest
  @CsvSource({ "duration_seconds, one hour", "duration_seconds, 899", "duration_seconds, 43201",
      "duration_seconds, -3600", "duration_seconds, 3600.0", "duration_seconds, 99999999999",
      "role_session_name, has blanks", "role_session_name, x", "role_session_name, ümlaut",
      "external_id, x", "external_id, has blanks", "mfa_serial, short", "mfa_serial, not a serial!",
      "role_arn, arn:aws:iam::123456789012:user/somebody", "role_arn, arn:aws:iam::123456789012:role/",
      "role_arn, deploy-deploy-deploy-deploy", "region, eu_central_1", "region, evil.example.com#",
      "endpoint_url, sts.example.com", "endpoint_url, ftp://sts.example.com",
      "endpoint_url, https://user:canary@sts.example.com", "use_fips_endpoint, maybe",
      "use_dualstack_endpoint, 1", "sts_regional_endpoints, global", "services, nowhere",
      "ignore_configured_endpoint_urls, ja"})
  void read_badValue_namesFileLineProfileAndKey(String key, String value) {
    String role = key.equals("role_arn") ? "\n" : ROLE;
    ProfileProblem problem = files("[profile p]\n" + role + "source_profile = base\n" + key + " = " + value
        + "\n").problem("p");
    assertThat(problem.file()).isEqualTo(home.resolve(".aws/config") + ":4");
    assertThat(problem.profile()).isEqualTo("p");
    assertThat(problem.key()).isEqualTo(key);
    assertThat(problem.message()).isNotBlank().doesNotContain("canary");
    assertThat(problem.remedy()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({ "ec2_metadata_service_endpoint_mode, IPv5", "ec2_metadata_service_endpoint, 169.254.169.254",
      "metadata_service_timeout, 0", "metadata_service_timeout, soon", "metadata_service_num_attempts, 100"})
  void read_badMetadataValue_namesTheKey(String key, String value) {
    assertThat(files("[profile p]\ncredential_source = Ec2InstanceMetadata\n" + key + " = " + value + "\n")
        .problem("p").key()).isEqualTo(key);
  }

  @Test
  void read_instanceMetadataSwitchedOff_saysWhere() {
    ProfileProblem problem = files("[profile p]\ncredential_source = Ec2InstanceMetadata\n")
        .variable("AWS_EC2_METADATA_DISABLED", "true").problem("p");
    assertThat(problem.file()).isEqualTo("environment AWS_EC2_METADATA_DISABLED");
  }

  @ParameterizedTest
  @CsvSource({ "use_fips_endpoint", "use_dualstack_endpoint"})
  void read_variantOfExplicitEndpoint_refused(String key) {
    assertThat(
        files("[profile p]\n" + ROLE + "source_profile = base\nendpoint_url = https://sts.example.com\n"
            + key + " = true\n").problem("p").key())
        .isEqualTo(key);
  }

  @Test
  void read_badBase_problemOfTheBaseNamesTheBase() {
    ProfileProblem problem = files("[profile p]\n" + ROLE + "source_profile = half\n[profile half]\n"
        + "aws_access_key_id = AKIAHALF\n").problem("p");
    assertThat(problem.profile()).isEqualTo("half");
    assertThat(problem.key()).isEqualTo("aws_secret_access_key");
  }

  @Test
  void read_malformedFile_fileProblemWithLineAndOtherFileServed() {
    var catalog = files("[profile p]\nrole_arn\n").read();
    assertThat(catalog.fileProblems()).singleElement().satisfies(problem -> {
      assertThat(problem.file()).isEqualTo(home.resolve(".aws/config").toString());
      assertThat(problem.message()).contains("line 2");
    });
    assertThat(catalog.entries()).containsOnlyKeys(new ProfileName("base"));
  }

  @Test
  void read_malformedLineWithSecret_problemDoesNotQuoteIt() {
    var catalog = files("").credentials("[base]\naws_secret_access_key canary\n").read();
    assertThat(catalog.fileProblems()).singleElement().asString().contains("line 2").doesNotContain("canary");
  }

  @Test
  void read_unreadableFile_fileProblem() throws IOException {
    var fixture = files("[profile p]\n");
    // A link to itself cannot be read by anybody, root included.
    Files.delete(fixture.config);
    Files.createSymbolicLink(fixture.config, fixture.config);
    assertThat(fixture.read().fileProblems()).singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("cannot be read"));
  }

  @Test
  void read_folderInPlaceOfFile_fileProblemAtOnce() {
    var fixture = files("").variable("AWS_CONFIG_FILE", home.toString());
    assertThat(fixture.read().fileProblems()).singleElement()
        .satisfies(problem -> assertThat(problem.inOneLine()).contains("is not a file", "AWS_CONFIG_FILE"));
  }

  @Test
  void read_definedInBothPlaces_namesBoth() {
    var fixture = files("[profile twice]\n" + ROLE + "source_profile = base\n")
        .settings(old -> new ProfileSettings("/etc/broker.toml", old.include(), old.exclude(),
            old.serveStaticKeys(), old.keepWarm(), old.sessionNaming(), old.keySession(), old.overlays(),
            Map.of(new ProfileName("twice"),
                Map.of("credential_source", "Environment"))));
    ProfileProblem problem = fixture.problem("twice");
    assertThat(problem.inOneLine()).contains(".aws/config", "/etc/broker.toml");
  }

  @Test
  void explain_unknownProfile_namesTheFilesLookedInto() {
    Explanation explained = files("").reader().explain(new ProfileName("nobody"));
    assertThat(explained.problem()).isNotNull();
    assertThat(explained.problem().message()).contains(".aws/config", ".aws/credentials");
  }

  @ParameterizedTest
  @ValueSource(strings = { "base", "process"})
  void read_optionWithoutPlace_refusedByName(String profile) {
    var policy = new SessionPolicy("{}", List.of());
    ProfileProblem problem = files("[profile process]\ncredential_process = x\n")
        .overlay(profile, new OverlayBuilder().policy(policy).build()).problem(profile);
    assertThat(problem.file()).isEqualTo("broker.toml");
    assertThat(problem.key()).isEqualTo("policy");
  }

  @Test
  void read_optionsForAProfileThatIsNowhere_refusedByName() {
    ProfileProblem problem = files("")
        .overlay("tpyo", new OverlayBuilder().externalId("id").build()).problem("tpyo");
    assertThat(problem.file()).isEqualTo("broker.toml");
    assertThat(problem.message()).contains(".aws/config");
  }

  @Test
  void read_badOptionOfBrokerToml_namesBrokerToml() {
    ProfileProblem problem = files("[profile p]\n" + ROLE + "source_profile = base\n")
        .overlay("p", new OverlayBuilder().sourceIdentity("aws:me").build()).problem("p");
    assertThat(problem.file()).isEqualTo("broker.toml");
    assertThat(problem.key()).isEqualTo("source_identity");
  }
}
