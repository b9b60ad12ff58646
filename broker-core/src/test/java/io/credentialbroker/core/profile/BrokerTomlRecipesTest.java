package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.Recipe.AssumeRole;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code broker.toml} makes of profiles and roles: federated users, choices of endpoints, and who signs in. */
class BrokerTomlRecipesTest {
  private static final String ROLE = "role_arn = arn:aws:iam::123456789012:role/r\n";

  @TempDir
  Path home;

  private SharedFilesFixture files;

  @BeforeEach
  void keys() {
    files = new SharedFilesFixture(home).credentials("[base]\nregion = eu-central-1\n"
        + "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = canary\n");
  }

  @Test
  void inPlaceRole_federatedUser_isGetFederationTokenWithTheSourcesKeys() {
    inPlace("guest", Map.of("source_profile", "base"), new OverlayBuilder().federatedUser("guest").build());
    var token = (Recipe.FederationToken) files.recipe("guest");
    assertThat(token.name()).isEqualTo("guest");
    assertThat(token.base()).isEqualTo(Objects.requireNonNull(files.recipe("base").base()));
  }

  @Test
  void inPlaceRole_federatedUserOverARole_isRefusedByName() {
    files.config("[profile r]\n" + ROLE + "source_profile = base\n");
    inPlace("guest", Map.of("source_profile", "r"), new OverlayBuilder().federatedUser("guest").build());
    assertThat(files.problem("guest").key()).isEqualTo("federated_user");
    assertThat(files.problem("guest").message()).contains("long-term keys", "AssumeRole");
  }

  @Test
  void federatedUser_withADuration_leavesTheSharedMfaSessionAsItIs() {
    files.config("[profile r]\n" + ROLE + "source_profile = base\nmfa_serial = GAHT12345678\n")
        .overlay("base",
            new OverlayBuilder().federatedUser("guest").duration(Duration.ofMinutes(15)).build());
    assertThat(((Recipe.FederationToken) files.recipe("base")).duration()).isEqualTo(Duration.ofMinutes(15));
    var shared = (Recipe.SessionToken) Objects.requireNonNull(files.recipe("r").base());
    assertThat(shared.duration()).isEqualTo(ProfileSettings.KEY_SESSION);
  }

  @Test
  void endpointChoice_ofBrokerToml_standsBeforeTheFiles() {
    files.config("[profile r]\n" + ROLE + "source_profile = base\nregion = us-east-1\n"
        + "use_fips_endpoint = false\nservices = s\n[services s]\nsts =\n  endpoint_url = https://a.example\n");
    assertThat(endpointWith(Map.of("endpoint_url", "https://b.example")))
        .isEqualTo(new StsEndpoint("us-east-1", URI.create("https://b.example"), false, false));
    assertThat(endpointWith(Map.of("ignore_configured_endpoint_urls", "true", "use_fips_endpoint", "true")))
        .isEqualTo(new StsEndpoint("us-east-1", null, true, false));
    assertThat(endpointWith(Map.of("ignore_configured_endpoint_urls", "true", "use_dualstack_endpoint",
        "true"))).isEqualTo(new StsEndpoint("us-east-1", null, false, true));
    assertThat(endpointWith(Map.of("ignore_configured_endpoint_urls", "true", "sts_regional_endpoints",
        "legacy"))).isEqualTo(new StsEndpoint("aws-global", null, false, false));
  }

  @Test
  void endpointChoice_besideTheDaemonsVariable_givesWayAsTheFilesDo() {
    files.config("[profile r]\n" + ROLE + "source_profile = base\nregion = us-east-1\n")
        .variable("AWS_ENDPOINT_URL_STS", "https://variable.example");
    assertThat(endpointWith(Map.of("endpoint_url", "https://b.example")).override())
        .isEqualTo(URI.create("https://variable.example"));
  }

  @Test
  void endpointChoice_ofAProfileWithoutCallsOfSts_isRefused() {
    files.config("[profile p]\ncredential_process = tool\n").overlay("p",
        new OverlayBuilder().build().with(Map.of("use_fips_endpoint", "true")));
    assertThat(files.problem("p").key()).isEqualTo("use_fips_endpoint");
  }

  @Test
  void signIn_ofASsoProfileAndOfARoleOverIt_namesTheProfileToSignInWith() {
    files.config("""
        [profile sso@work]
        sso_start_url = https://x.awsapps.com/start
        sso_region = eu-central-1
        sso_account_id = 123456789012
        sso_role_name = Dev
        [profile login]
        login_session = arn:aws:iam::123456789012:user/alice
        [profile r]
        """ + ROLE + "source_profile = sso@work\n");
    assertThat(files.servable("sso@work").signIn()).isEqualTo("aws sso login --profile sso@work");
    assertThat(files.servable("r").signIn()).isEqualTo("aws sso login --profile sso@work");
    assertThat(files.servable("login").signIn()).isEqualTo("aws login --profile login");
    assertThat(files.servable("base").signIn()).isNull();
  }

  private void inPlace(String name, Map<String, String> keys, RoleOptionsOverlay overlay) {
    files.overlay(name, overlay).settings(old -> new ProfileSettings(old.origin(), old.include(),
        old.exclude(), old.serveStaticKeys(), old.keepWarm(), old.sessionNaming(), old.keySession(),
        old.overlays(), Map.of(new ProfileName(name), keys)));
  }

  private StsEndpoint endpointWith(Map<String, String> keys) {
    files.overlay("r", new OverlayBuilder().build().with(keys));
    return ((AssumeRole) files.recipe("r")).endpoint();
  }
}
