package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.Explanation.Setting;
import io.credentialbroker.core.profile.Explanation.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest {
  @TempDir
  Path home;

  private SharedFilesFixture files;

  @BeforeEach
  void base() {
    files = new SharedFilesFixture(home).credentials("""
        # keys
        [base]
        aws_access_key_id = AKIAEXAMPLE
        aws_secret_access_key = canary
        """).config("""
        [profile role]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = base
        mfa_serial = arn:aws:iam::123456789012:mfa/alice
        duration_seconds = 1800
        services = s

        [services s]
        sts =
          endpoint_url = https://sts.example.com
        """);
  }

  @Test
  void explain_role_eachValueWithItsOrigin() {
    files.variable("AWS_REGION", "eu-west-1");
    Step role = served("role");
    assertThat(role.label()).isEqualTo("AssumeRole arn:aws:iam::123456789012:role/r");
    assertThat(role.settings()).contains(
        new Setting("role_arn", "arn:aws:iam::123456789012:role/r", files.config + ":2"),
        new Setting("duration_seconds", "1800", files.config + ":5"),
        new Setting("role_session_name", "broker-alice@host", "default"),
        new Setting("region", "eu-west-1", "environment AWS_REGION"),
        new Setting("endpoint_url", "https://sts.example.com", files.config + ":9"));
  }

  @Test
  void explain_role_wholeTreeDownToTheKeys() {
    assertThat(labels(served("role"))).containsExactly("AssumeRole arn:aws:iam::123456789012:role/r",
        "GetSessionToken with MFA arn:aws:iam::123456789012:mfa/alice", "static keys AKIAEXAMPLE");
    Step keys = Objects.requireNonNull(Objects.requireNonNull(served("role").base()).base());
    assertThat(keys.settings()).containsExactly(
        new Setting("aws_access_key_id", "AKIAEXAMPLE", files.credentials + ":3"),
        new Setting("aws_secret_access_key", "[secret]", files.credentials + ":4"));
  }

  @Test
  void explain_recipe_sameStepsAsServed() {
    var labels = new ArrayList<String>();
    for (Recipe step = files.recipe("role"); step != null; step = step.base()) {
      labels.add(step.label());
    }
    assertThat(labels(served("role"))).isEqualTo(labels);
  }

  @Test
  void explain_secretsOfEveryKind_masked() {
    files.credentials("""
        [temporary]
        aws_access_key_id = ASIAEXAMPLE
        aws_secret_access_key = canary
        aws_session_token = canary
        """).config("""
        [profile process]
        credential_process = tool --password canary
        [profile env]
        credential_source = Environment
        """).variable("AWS_ACCESS_KEY_ID", "AKIAENV").variable("AWS_SECRET_ACCESS_KEY", "canary")
        .variable("AWS_SESSION_TOKEN", "canary");
    for (String profile : List.of("temporary", "process", "env")) {
      assertThat(files.reader().explain(new ProfileName(profile)).toString()).doesNotContain("canary");
    }
    assertThat(served("process").settings().getFirst().value()).isEqualTo("tool …");
    assertThat(files.read().toString()).doesNotContain("canary");
  }

  @Test
  void explain_overlay_originIsBrokerToml() {
    files.overlay("role",
        new OverlayBuilder().externalId("id").tags(List.of(new SessionTag("k", "v"))).build());
    assertThat(served("role").settings()).contains(new Setting("external_id", "id", "broker.toml"),
        new Setting("tags", "k=v", "broker.toml"));
  }

  @Test
  void explain_laterAssignment_itsLine() {
    files.config("[profile p]\ncredential_process = old\nCredential_Process = new\n");
    assertThat(served("p").settings()).containsExactly(
        new Setting("credential_process", "new", files.config + ":3"));
  }

  @Test
  void explain_brokenProfile_problemAndNoStep() {
    files.config("[profile p]\nrole_arn = arn:aws:iam::123456789012:role/r\n");
    Explanation explained = files.reader().explain(new ProfileName("p"));
    assertThat(explained.served()).isNull();
    assertThat(Objects.requireNonNull(explained.problem()).key()).isEqualTo("role_arn");
  }

  @Test
  void explain_brokenFile_fileProblemTold() {
    files.config("[profile p");
    assertThat(files.reader().explain(new ProfileName("p")).fileProblems()).hasSize(1);
  }

  @Test
  void explain_adjusted_noteTold() {
    files.config("""
        [profile p]
        role_arn = arn:aws:iam::123456789012:role/r
        duration_seconds = 7200
        credential_source = EcsContainer
        """);
    assertThat(files.reader().explain(new ProfileName("p")).notes())
        .isEqualTo(files.servable("p").notes()).anySatisfy(note -> assertThat(note).contains("7200"));
  }

  @Test
  void explain_excludedProfile_explainedWithANote() {
    files.settings(old -> new ProfileSettings(old.origin(), old.include(),
        new ProfileGlobs(List.of("role")), old.serveStaticKeys(), old.keepWarm(), old.sessionNaming(),
        old.keySession(), old.overlays(), old.roles()));
    assertThat(files.reader().explain(new ProfileName("role")).notes()).last().asString()
        .contains("broker.toml leaves it out");
    assertThat(served("role").label()).startsWith("AssumeRole");
  }

  @Test
  void explain_secondRegionBesideAnExplicitEndpoint_noteSaysThatItIsNotUsed() {
    files.overlay("role", new OverlayBuilder().secondRegion("eu-west-1").build());
    assertThat(files.reader().explain(new ProfileName("role")).notes()).last().asString()
        .contains("second_region is not used");
  }

  @Test
  void explain_valueOfBrokerToml_itsLineOrThatOfItsTable() {
    files.overlay("role", new OverlayBuilder().externalId("id").sourceIdentity("alice").region("eu-west-1")
        .policy(new SessionPolicy("{}", List.of())).duration(Duration.ofHours(1)).build())
        .lines("role", Map.of("", 3, "external_id", 4, "region", 5, "policy_file", 6, "duration_seconds", 7));
    assertThat(served("role").settings()).contains(new Setting("external_id", "id", "broker.toml:4"),
        new Setting("source_identity", "alice", "broker.toml:3"),
        new Setting("region", "eu-west-1", "broker.toml:5"), new Setting("policy", "{}", "broker.toml:6"),
        new Setting("duration_seconds", "3600", "broker.toml:7"));
  }

  @Test
  void explain_mistakeInBrokerToml_namesItsLine() {
    files.overlay("role", new OverlayBuilder().externalId("x").build()).lines("role",
        Map.of("", 3, "external_id", 4));
    var problem = files.reader().explain(new ProfileName("role")).problem();
    assertThat(Objects.requireNonNull(problem).file()).isEqualTo("broker.toml:4");
  }

  @Test
  void explain_optionWithoutAPlace_namesItsLine() {
    files.overlay("base", new OverlayBuilder().externalId("id").build()).lines("base",
        Map.of("", 3, "external_id", 4));
    assertThat(files.problem("base").file()).isEqualTo("broker.toml:4");
  }

  @Test
  void explain_roleDefinedInPlace_itsLines() {
    files.settings(old -> new ProfileSettings(old.origin(), old.include(), old.exclude(),
        old.serveStaticKeys(), old.keepWarm(), old.sessionNaming(), old.keySession(), old.overlays(),
        Map.of(new ProfileName("in"), Map.of("role_arn", "arn:aws:iam::123456789012:role/r",
            "source_profile", "base")),
        Map.of(new ProfileName("in"), Map.of("", 1, "role_arn", 2))));
    assertThat(served("in").settings()).contains(
        new Setting("role_arn", "arn:aws:iam::123456789012:role/r", "broker.toml:2"));
  }

  @Test
  void explain_cappedDuration_tellsWhatWasAskedAndWhatIs() {
    files.config("""
        [profile p]
        role_arn = arn:aws:iam::123456789012:role/r
        duration_seconds = 7200
        credential_source = EcsContainer
        """);
    assertThat(served("p").settings()).contains(new Setting("duration_seconds",
        "3600 (7200 asked; a chained role gets at most 1 hour)", files.config + ":3"));
  }

  @Test
  void explain_container_namesItsVariablesWithoutWhatGivesAccess() {
    files.config("[profile c]\ncredential_source = EcsContainer\n")
        .variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/canary")
        .variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/var/run/token");
    assertThat(served("c").settings()).contains(
        new Setting("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "[secret]",
            "environment AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
        new Setting("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/var/run/token",
            "environment AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
  }

  @Test
  void explain_roleDefinedInPlaceWithAMistake_namesTheLineOfItsTable() {
    files.settings(old -> new ProfileSettings(old.origin(), old.include(), old.exclude(),
        old.serveStaticKeys(), old.keepWarm(), old.sessionNaming(), old.keySession(), old.overlays(),
        Map.of(new ProfileName("in"), Map.of("region", "eu-west-1")),
        Map.of(new ProfileName("in"), Map.of("", 7))));
    assertThat(files.reader().explain(new ProfileName("in")).problem()).extracting(ProfileProblem::file)
        .isEqualTo("broker.toml:7");
  }

  @Test
  void explain_optionsForNoProfile_nameTheLineOfTheirTable() {
    files.overlay("nowhere", new OverlayBuilder().region("eu-west-1").build()).lines("nowhere",
        Map.of("", 9));
    assertThat(files.reader().explain(new ProfileName("nowhere")).problem()).extracting(ProfileProblem::file)
        .isEqualTo("broker.toml:9");
  }

  @Test
  void explain_codeOfEachRole_saysSo() {
    files.overlay("role", new OverlayBuilder().mfaMode(MfaDevice.Mode.ROLE).build());
    assertThat(served("role").settings()).contains(new Setting("mfa_mode", "role", "broker.toml"));
  }

  private Step served(String profile) {
    return Objects.requireNonNull(files.reader().explain(new ProfileName(profile)).served());
  }

  private static List<String> labels(@Nullable Step step) {
    var labels = new ArrayList<String>();
    for (Step each = step; each != null; each = each.base()) {
      labels.add(each.label());
    }
    return labels;
  }
}
