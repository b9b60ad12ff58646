package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.MfaDevice.Mode;
import io.credentialbroker.core.profile.Recipe.AssumeRole;
import io.credentialbroker.core.profile.Recipe.ContainerEndpoint;
import io.credentialbroker.core.profile.Recipe.Environment;
import io.credentialbroker.core.profile.Recipe.FederationToken;
import io.credentialbroker.core.profile.Recipe.InstanceMetadata;
import io.credentialbroker.core.profile.Recipe.Login;
import io.credentialbroker.core.profile.Recipe.Process;
import io.credentialbroker.core.profile.Recipe.Saml;
import io.credentialbroker.core.profile.Recipe.SessionToken;
import io.credentialbroker.core.profile.Recipe.Sso;
import io.credentialbroker.core.profile.Recipe.StaticKeys;
import io.credentialbroker.core.profile.Recipe.WebIdentity;
import io.credentialbroker.core.session.SessionKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What profiles become, where the published cases say nothing. */
class RecipeResolutionTest {
  private static final String KEYS = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = canary\n";
  private static final String ROLE = "role_arn = arn:aws:iam::123456789012:role/r\n";
  private static final String MFA = "mfa_serial = arn:aws:iam::123456789012:mfa/alice\n";

  @TempDir
  Path home;

  private SharedFilesFixture files;

  @BeforeEach
  void keys() {
    files = new SharedFilesFixture(home).credentials("[base]\nregion = eu-central-1\n" + KEYS);
  }

  @Test
  void staticKeys_alone_sessionOfTwelveHours() {
    assertThat(files.recipe("base")).isEqualTo(new SessionToken(keysOf(files), Duration.ofHours(12),
        new StsEndpoint("eu-central-1", null, false, false)));
  }

  @Test
  void staticKeys_servedAsTheyAre_keysThemselves() {
    files.settings(old -> new ProfileSettings(old.origin(), old.include(), old.exclude(),
        new ProfileGlobs(List.of("ba*")), old.keepWarm(), old.sessionNaming(), old.keySession(),
        old.overlays(),
        old.roles()));
    assertThat(files.recipe("base")).isInstanceOf(StaticKeys.class);
  }

  @Test
  void staticKeys_withSessionToken_keysThemselves() {
    files.credentials("[base]\n" + KEYS + "aws_session_token = t\n");
    assertThat(((StaticKeys) files.recipe("base")).sessionToken()).isNotNull();
  }

  @Test
  void staticKeys_blankSessionToken_isNone() {
    files.credentials("[base]\n" + KEYS + "aws_session_token =\n");
    assertThat(files.recipe("base")).isInstanceOf(SessionToken.class);
  }

  @Test
  void staticKeys_ofTwoFiles_credentialsFileWinsKeyByKey() {
    files.config("[profile base]\naws_access_key_id = AKIACONFIG\nregion = us-west-2\naws_account_id = 1\n");
    assertThat(keysOf(files).accessKeyId()).isEqualTo("AKIAEXAMPLE");
    assertThat(keysOf(files).accountId()).isEqualTo("1");
    assertThat(files.servable("base").region()).isEqualTo("eu-central-1");
  }

  @Test
  void staticKeys_withMfaSerial_sessionWithMfa() {
    files.credentials("[base]\n" + KEYS + MFA + "duration_seconds = 129600\n");
    var session = (SessionToken) files.recipe("base");
    assertThat(session.mfa()).isEqualTo(new MfaDevice("arn:aws:iam::123456789012:mfa/alice", Mode.SESSION));
    assertThat(session.duration()).isEqualTo(Duration.ofHours(36));
  }

  @Test
  void staticKeys_federatedUserConfigured_federationToken() {
    files.overlay("base", overlay().federatedUser("bob").build());
    assertThat(files.recipe("base")).isInstanceOf(FederationToken.class);
  }

  @Test
  void role_staticBase_signedWithTheKeysThemselves() {
    files.config("[profile r]\n" + ROLE + "source_profile = base\n");
    var role = (AssumeRole) files.recipe("r");
    assertThat(role.base()).isInstanceOf(StaticKeys.class);
    assertThat(role.options())
        .isEqualTo(new AssumeRoleOptions("broker-alice@host", Duration.ofHours(1), null));
  }

  @Test
  void role_allProfileKeys_allInTheOptions() {
    files.config("[profile r]\n" + ROLE + "source_profile = base\nexternal_id = a/b:c\n"
        + "duration_seconds = 43200\nrole_session_name = n@me\nregion = us-west-2\n");
    var role = (AssumeRole) files.recipe("r");
    assertThat(role.options()).isEqualTo(new AssumeRoleOptions("n@me", Duration.ofHours(12), "a/b:c"));
    assertThat(role.endpoint().region()).isEqualTo("us-west-2");
  }

  @Test
  void role_chained_cappedAtOneHourWithNote() {
    files.config("[profile r]\n" + ROLE + "source_profile = base\n[profile s]\n" + ROLE
        + "source_profile = r\nduration_seconds = 7200\n");
    assertThat(((AssumeRole) files.recipe("s")).options().duration()).isEqualTo(Duration.ofHours(1));
    assertThat(files.servable("s").notes()).anySatisfy(note -> assertThat(note).contains("7200", "3600"));
  }

  @Test
  void role_overInstanceRole_cappedToo() {
    files.config(
        "[profile s]\n" + ROLE + "credential_source = Ec2InstanceMetadata\nduration_seconds = 7200\n");
    assertThat(((AssumeRole) files.recipe("s")).options().duration()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void role_overMfaSession_notCapped() {
    files.config("[profile r]\n" + ROLE + MFA + "source_profile = base\nduration_seconds = 7200\n");
    assertThat(((AssumeRole) files.recipe("r")).options().duration()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void role_mfaSerial_onSharedSessionOfTheBase() {
    files.config(
        "[profile r]\n" + ROLE + MFA + "source_profile = base\nregion = us-west-2\n[profile s]\n" + ROLE
            + MFA + "source_profile = base\nregion = eu-west-1\nduration_seconds = 900\n");
    var one = ((AssumeRole) files.recipe("r")).base();
    var other = ((AssumeRole) files.recipe("s")).base();
    assertThat(one).isInstanceOf(SessionToken.class);
    assertThat(SessionKey.of(one)).isEqualTo(SessionKey.of(other));
    assertThat(((AssumeRole) files.recipe("r")).options().mfa()).isNull();
  }

  @Test
  void role_mfaAtEachCall_codeInItsOwnAssumeRole() {
    files.config("[profile r]\n" + ROLE + MFA + "source_profile = base\n").overlay("r",
        overlay().mfaMode(Mode.ROLE).build());
    var role = (AssumeRole) files.recipe("r");
    assertThat(role.base()).isInstanceOf(StaticKeys.class);
    assertThat(role.options().mfa())
        .isEqualTo(new MfaDevice("arn:aws:iam::123456789012:mfa/alice", Mode.ROLE));
  }

  @Test
  void role_mfaOverTemporaryKeys_codeInItsOwnAssumeRoleWithNote() {
    files.credentials("[base]\n" + KEYS + "aws_session_token = t\n").config("[profile r]\n" + ROLE + MFA
        + "source_profile = base\n");
    assertThat(((AssumeRole) files.recipe("r")).options().mfa()).isNotNull();
    assertThat(files.servable("r").notes()).anySatisfy(note -> assertThat(note).contains("one-time code"));
  }

  @Test
  void role_ownKeysAndMfa_sessionLengthIsNotTheRoles() {
    files.credentials("[self]\n" + KEYS + ROLE + MFA + "source_profile = self\nduration_seconds = 900\n");
    var role = (AssumeRole) files.recipe("self");
    assertThat(role.options().duration()).isEqualTo(Duration.ofMinutes(15));
    assertThat(((SessionToken) role.base()).duration()).isEqualTo(Duration.ofHours(12));
  }

  @ParameterizedTest
  @CsvSource({ "Environment", "environment"})
  void credentialSource_environmentWithLongTermKeys_session(String source) {
    files.config("[profile e]\ncredential_source = " + source + "\n");
    assertThat(((SessionToken) files.recipe("e")).base()).isEqualTo(new Environment());
  }

  @Test
  void credentialSource_environmentWithSessionToken_asItIs() {
    files.config("[profile e]\ncredential_source = Environment\n").variable("AWS_SESSION_TOKEN", "t");
    assertThat(files.recipe("e")).isEqualTo(new Environment());
  }

  @Test
  void credentialSource_container_endpointOfTheEnvironment() {
    files.config("[profile e]\n" + ROLE + "credential_source = EcsContainer\n");
    assertThat(((AssumeRole) files.recipe("e")).base()).isEqualTo(new ContainerEndpoint());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      x = y                                           | http://169.254.169.254
      ec2_metadata_service_endpoint_mode = ipv6       | http://[fd00:ec2::254]
      ec2_metadata_service_endpoint = http://host:8   | http://host:8
      """)
  void credentialSource_instanceMetadata_endpointOfTheProfile(String line, URI endpoint) {
    files.config("[profile e]\ncredential_source = Ec2InstanceMetadata\n" + line + "\n");
    assertThat(files.recipe("e")).isEqualTo(new InstanceMetadata(endpoint, Duration.ofSeconds(1), 1));
  }

  @Test
  void credentialSource_instanceMetadataVariables_beforeTheProfile() {
    files.config("""
        [profile e]
        credential_source = Ec2InstanceMetadata
        metadata_service_timeout = 3
        ec2_metadata_service_endpoint = http://host
        """)
        .variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://other")
        .variable("AWS_METADATA_SERVICE_TIMEOUT", "5").variable("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "2");
    assertThat(files.recipe("e"))
        .isEqualTo(new InstanceMetadata(URI.create("http://other"), Duration.ofSeconds(5), 2));
  }

  @Test
  void process_profile_commandAsWritten() {
    files.config("[profile p]\ncredential_process = tool --secret canary\naws_account_id = 123456789012\n");
    assertThat(files.recipe("p")).isEqualTo(new Process("tool --secret canary", "123456789012"));
    assertThat(files.recipe("p").toString()).doesNotContain("canary");
  }

  @Test
  void login_profile_sessionAndRegion() {
    files.config("[profile p]\nlogin_session = arn:aws:iam::123456789012:user/a\nregion = eu-west-1\n");
    assertThat(files.recipe("p")).isEqualTo(new Login("arn:aws:iam::123456789012:user/a", "eu-west-1"));
  }

  @Test
  void sso_sessionWithAccountAndRole_roleOfTheSession() {
    files.config("""
        [profile p]
        sso_session = s
        sso_account_id = 123456789012
        sso_role_name = R
        sso_region = us-east-2
        [sso-session s]
        sso_start_url = https://x/start
        sso_region = us-east-2
        """);
    assertThat(files.recipe("p"))
        .isEqualTo(new Sso("s", "https://x/start", "us-east-2", "123456789012", "R"));
  }

  @Test
  void sso_sessionBesideKeysOnly_keysAreUsed() {
    files.config("[profile p]\nsso_session = s\n" + KEYS
        + "[sso-session s]\nsso_start_url = https://x/start\nsso_region = us-east-2\n");
    assertThat(files.recipe("p")).isInstanceOf(SessionToken.class);
  }

  @Test
  void webIdentity_file_expandedFromHome() {
    files.config("[profile w]\n" + ROLE + "web_identity_token_file = ~/token\nduration_seconds = 7200\n");
    var role = (WebIdentity) files.recipe("w");
    assertThat(role.token()).isEqualTo(new TokenSource.File(home.resolve("token")));
    assertThat(role.duration()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void webIdentity_ofBrokerToml_noFileNeeded() {
    files.config("[profile w]\n" + ROLE).overlay("w",
        overlay().webIdentity(new TokenSource.GitHubActions("sts.amazonaws.com")).build());
    assertThat(((WebIdentity) files.recipe("w")).token())
        .isEqualTo(new TokenSource.GitHubActions("sts.amazonaws.com"));
  }

  @Test
  void webIdentity_environmentForm_servedAsDefault() {
    files.variable("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/token")
        .variable("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/pod")
        .variable("AWS_ROLE_SESSION_NAME", "pod");
    var role = (WebIdentity) files.recipe("default");
    assertThat(role.roleArn()).isEqualTo("arn:aws:iam::123456789012:role/pod");
    assertThat(role.sessionName()).isEqualTo("pod");
  }

  @Test
  void webIdentity_environmentForm_neverTouchesAnAssumeRoleProfile() {
    files.config("[default]\n" + ROLE + "source_profile = base\n")
        .variable("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/token")
        .variable("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/pod")
        .variable("AWS_ROLE_SESSION_NAME", "pod");
    var role = (AssumeRole) files.recipe("default");
    assertThat(role.roleArn()).endsWith("role/r");
    assertThat(role.options().sessionName()).isEqualTo("broker-alice@host");
  }

  @Test
  void saml_ofBrokerToml_rolesProviderAndDurationMayBeTheAssertions() {
    var assertion = new TokenSource.Command("print-assertion");
    files.config("[profile s]\nregion = eu-west-1\n").overlay("s",
        overlay().saml(new RoleOptionsOverlay.SamlProvider(assertion, null)).build());
    assertThat(files.recipe("s")).isEqualTo(new Saml(assertion, null, null, null, SessionPolicy.NONE,
        new StsEndpoint("eu-west-1", null, false, false)));
  }

  @Test
  void overlay_ofARole_winsOverTheFileAndAddsTheRest() {
    var policy = new SessionPolicy("{}", List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    files.config("[profile r]\n" + ROLE + "source_profile = base\nrole_session_name = file\n").overlay("r",
        overlay().sessionName("toml").duration(Duration.ofHours(2)).externalId("id").sourceIdentity("alice")
            .tags(List.of(new SessionTag("b", "2"), new SessionTag("a", "1"))).transitive(List.of("a"))
            .policy(policy).region("eu-west-3").secondRegion("eu-west-1").build());
    var role = (AssumeRole) files.recipe("r");
    assertThat(role.options())
        .isEqualTo(new AssumeRoleOptions("toml", Duration.ofHours(2), "id", null, "alice",
            List.of(new SessionTag("a", "1"), new SessionTag("b", "2")), List.of("a"), policy));
    assertThat(role.endpoint()).isEqualTo(new StsEndpoint("eu-west-3", null, false, false, "eu-west-1"));
  }

  @Test
  void inPlaceRole_profileOfTheFilesAsSource_served() {
    files.settings(
        old -> new ProfileSettings(old.origin(), old.include(), old.exclude(), old.serveStaticKeys(),
            new ProfileGlobs(List.of("in*")), old.sessionNaming(), old.keySession(), old.overlays(),
            Map.of(new ProfileName("in-place"), Map.of("role_arn", "arn:aws:iam::123456789012:role/r",
                "source_profile", "base"))));
    assertThat(files.recipe("in-place")).isInstanceOf(AssumeRole.class);
    assertThat(files.servable("in-place").keepWarm()).isTrue();
    assertThat(files.servable("base").keepWarm()).isFalse();
  }

  @Test
  void excludedProfile_isNotServedAndStaysASource() {
    files.config("[profile r]\n" + ROLE + "source_profile = base\n")
        .settings(old -> new ProfileSettings(old.origin(), old.include(), new ProfileGlobs(List.of("base")),
            old.serveStaticKeys(), old.keepWarm(), old.sessionNaming(), old.keySession(), old.overlays(),
            old.roles()));
    assertThat(files.read().entries()).containsOnlyKeys(new ProfileName("r"));
    assertThat(files.read().leftOut()).isEqualTo(Map.of(new ProfileName("base"), "profiles.exclude"));
    assertThat(files.recipe("r")).isInstanceOf(AssumeRole.class);
  }

  @Test
  void oddAccount_roleArn_servedWithNote() {
    files.config("[profile r]\nrole_arn = arn:aws:iam::12345:role/r\nsource_profile = base\n");
    assertThat(files.servable("r").notes())
        .anySatisfy(note -> assertThat(note).contains("12345", "12 digits"));
  }

  private static StaticKeys keysOf(SharedFilesFixture files) {
    return (StaticKeys) Objects.requireNonNull(files.recipe("base").base());
  }

  private static OverlayBuilder overlay() {
    return new OverlayBuilder();
  }
}
