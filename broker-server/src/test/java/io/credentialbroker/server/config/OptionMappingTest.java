package io.credentialbroker.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.profile.RoleOptionsOverlay;
import io.credentialbroker.core.profile.RoleOptionsOverlay.SamlProvider;
import io.credentialbroker.core.profile.SessionTag;
import io.credentialbroker.core.profile.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OptionMappingTest {
  private static final ProfileName P = new ProfileName("p");

  @TempDir
  Path home;
  private ConfigFile file;

  @BeforeEach
  void inTheUsualPlace() throws IOException {
    file = ConfigFile.usual(java.util.Map.of(), home);
    Files.createDirectories(file.path().getParent());
  }

  @Test
  void profile_everyKey_reachesTheOverlay() throws Exception {
    var overlay = overlay("""
        role_session_name = "name"
        duration_seconds = 1800
        external_id = "id"
        mfa_serial = "GAHT12345678"
        mfa_mode = "role"
        source_identity = "alice"
        tags = { team = "x", "cost center" = "7" }
        transitive_tags = ["team"]
        policy = '{"Version": "2012-10-17", "Statement": []}'
        policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
        region = "eu-west-1"
        second_region = "eu-central-1"
        web_identity = { command = "token-tool" }
        saml_assertion = { file = "a.xml" }
        saml_provider = "arn:aws:iam::123456789012:saml-provider/idp"
        federated_user = "bob"
        endpoint_url = "https://sts.example"
        ignore_configured_endpoint_urls = false
        sts_regional_endpoints = "legacy"
        use_fips_endpoint = true
        use_dualstack_endpoint = true
        """);
    assertThat(overlay.sessionName()).isEqualTo("name");
    assertThat(overlay.duration()).isEqualTo(Duration.ofMinutes(30));
    assertThat(overlay.externalId()).isEqualTo("id");
    assertThat(overlay.mfaSerial()).isEqualTo("GAHT12345678");
    assertThat(overlay.mfaMode()).isEqualTo(MfaDevice.Mode.ROLE);
    assertThat(overlay.sourceIdentity()).isEqualTo("alice");
    assertThat(overlay.tags()).containsExactlyInAnyOrder(new SessionTag("team", "x"),
        new SessionTag("cost center", "7"));
    assertThat(overlay.transitiveTagKeys()).containsExactly("team");
    assertThat(overlay.policy().document()).isEqualTo("{\"Version\": \"2012-10-17\", \"Statement\": []}");
    assertThat(overlay.policy().arns()).containsExactly("arn:aws:iam::aws:policy/ReadOnlyAccess");
    assertThat(overlay.region()).isEqualTo("eu-west-1");
    assertThat(overlay.secondRegion()).isEqualTo("eu-central-1");
    assertThat(overlay.webIdentity()).isEqualTo(new TokenSource.Command("token-tool"));
    assertThat(overlay.saml()).isEqualTo(new SamlProvider(new TokenSource.File(beside("a.xml")),
        "arn:aws:iam::123456789012:saml-provider/idp"));
    assertThat(overlay.federatedUser()).isEqualTo("bob");
    assertThat(overlay.keys()).containsOnly(java.util.Map.entry("endpoint_url", "https://sts.example"),
        java.util.Map.entry("ignore_configured_endpoint_urls", "false"),
        java.util.Map.entry("sts_regional_endpoints", "legacy"),
        java.util.Map.entry("use_fips_endpoint", "true"),
        java.util.Map.entry("use_dualstack_endpoint", "true"));
  }

  @Test
  void profile_noKey_addsNothing() throws Exception {
    assertThat(overlay("")).isEqualTo(RoleOptionsOverlay.NOTHING);
  }

  @Test
  void profile_quotedName_isTheName() throws Exception {
    var options = reading("[profile.\"a.b c\"]\nregion = \"eu-west-1\"\n").options();
    assertThat(options.overlays()).containsOnlyKeys(new ProfileName("a.b c"));
  }

  @Test
  void profile_tagsAsATableOfItsOwn_areTheSame() throws Exception {
    assertThat(overlay("[profile.p.tags]\nteam = \"x\"\n").tags())
        .containsExactly(new SessionTag("team", "x"));
  }

  static Stream<Arguments> tokenSources() {
    return Stream.of(
        Arguments.of("{ command = \"tool --flag\" }", new TokenSource.Command("tool --flag")),
        Arguments.of("{ file = \"/run/token\" }", new TokenSource.File(Path.of("/run/token"))),
        Arguments.of("{ github_actions = true }", new TokenSource.GitHubActions("sts.amazonaws.com")),
        Arguments.of("{ github_actions = \"mine\" }", new TokenSource.GitHubActions("mine")),
        Arguments.of("{ hcp_terraform = true }", new TokenSource.HcpTerraform(null)),
        Arguments.of("{ hcp_terraform = \"PROD\" }", new TokenSource.HcpTerraform("PROD")));
  }

  @ParameterizedTest
  @MethodSource("tokenSources")
  void webIdentity_everyForm_isItsSource(String written, TokenSource source) throws Exception {
    assertThat(overlay("web_identity = " + written).webIdentity()).isEqualTo(source);
  }

  @Test
  void policyFile_besideTheConfig_isReadAndWatched() throws Exception {
    Files.writeString(beside("least.json"), "{\"Statement\": []}\n");
    var options = reading("[profile.p]\npolicy_file = \"least.json\"\n").options();
    assertThat(Objects.requireNonNull(options.overlays().get(P)).policy().document())
        .isEqualTo("{\"Statement\": []}");
    assertThat(options.policyFiles()).containsExactly(beside("least.json"));
  }

  @Test
  void policyFile_absent_namesThatFile() {
    var problem = onlyProblem("[profile.p]\npolicy_file = \"no.json\"\n");
    assertThat(problem.file()).isEqualTo(beside("no.json").toString());
    assertThat(problem.profile()).isEqualTo("p");
    assertThat(problem.message()).contains("NoSuchFileException");
  }

  @Test
  void policyFile_notJson_saysSoWithoutQuotingIt() throws Exception {
    Files.writeString(beside("bad.json"), "{ canary");
    var problem = onlyProblem("[profile.p]\npolicy_file = \"bad.json\"\n");
    assertThat(problem.inOneLine()).contains("not a JSON object").doesNotContain("canary");
  }

  @Test
  void policyAndPolicyFile_together_areRefused() throws Exception {
    Files.writeString(beside("p.json"), "{}");
    assertThat(onlyProblem("[profile.p]\npolicy = \"{}\"\npolicy_file = \"p.json\"\n").file())
        .isEqualTo(file.path() + ":3");
  }

  @Test
  void samlProvider_withoutAssertion_isRefused() {
    assertThat(onlyProblem("[profile.p]\nsaml_provider = \"arn\"\n").remedy())
        .startsWith("Add saml_assertion");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "duration_seconds = 899            | out of range",
      "duration_seconds = 129601         | out of range",
      "duration_seconds = \"1h\"         | it is text",
      "mfa_mode = \"none\"               | 'none' is neither",
      "external_id = \" \"               | it is empty",
      "tags = [\"a\"]                    | it is a list",
      "tags = { a = 1 }                  | it is a number",
      "transitive_tags = \"a\"           | it is text",
      "policy = \"{\"                    | not a JSON object",
      "policy = \"[]\"                   | not a JSON object",
      "web_identity = \"file\"           | it is text",
      "web_identity = {}                 | it names 0 sources",
      "web_identity = { file = \"a\", command = \"b\" } | it names 2 sources",
      "web_identity = { url = \"x\" }    | 'url' is no source",
      "saml_assertion = { github_actions = true } | 'github_actions' is no source"})
  void profile_wrongValue_namesKeyLineAndKind(String line, String complaint) {
    var problem = onlyProblem("[profile.p]\n" + line + "\n");
    assertThat(problem.file()).isEqualTo(file.path() + ":2");
    assertThat(problem.key()).isEqualTo("profile.p." + line.substring(0, line.indexOf(' ')));
    assertThat(problem.message()).contains(complaint);
    assertThat(problem.remedy()).startsWith("It takes ");
  }

  @Test
  void profile_unknownKey_namesTheNearest() {
    var problem = onlyProblem("[profile.\"a b\"]\n\nexternal_di = \"x\"\n");
    assertThat(problem.file()).isEqualTo(file.path() + ":3");
    assertThat(problem.message()).isEqualTo("There is no key 'profile.a b.external_di'.");
    assertThat(problem.remedy()).isEqualTo("Did you mean 'external_id'?");
  }

  @ParameterizedTest
  @CsvSource({ "use_fips_endpoints,use_fips_endpoint", "sts_regional_endpoint,sts_regional_endpoints",
      "endpoint_ulr,endpoint_url", "use_dual_stack_endpoint,use_dualstack_endpoint",
      "ignore_configured_endpoint_url,ignore_configured_endpoint_urls"})
  void endpointChoice_nearMiss_namesTheKey(String written, String meant) {
    assertThat(onlyProblem("[profile.p]\n" + written + " = \"x\"\n").remedy())
        .isEqualTo("Did you mean '" + meant + "'?");
  }

  @Test
  void lines_ofProfilesAndRoles_areKnownByKeyAndByTable() throws Exception {
    var lines = reading("""
        [profile."a.b"]
        region = "eu-west-1"
        tags = { team = "x" }

        [role.r]
        role_arn = "x"
        """).options().lines();
    assertThat(lines.get(new ProfileName("a.b")))
        .isEqualTo(java.util.Map.of("", 1, "region", 2, "tags", 3));
    assertThat(lines.get(new ProfileName("r"))).isEqualTo(java.util.Map.of("", 5, "role_arn", 6));
  }

  @Test
  void profile_keyOfRoles_isUnknown() {
    assertThat(onlyProblem("[profile.p]\nrole_arn = \"x\"\n").message()).contains("profile.p.role_arn");
  }

  @Test
  void profile_nameWithDotUnquoted_saysHowToWriteIt() {
    assertThat(onlyProblem("[profile.a.b]\nregion = \"x\"\n").remedy())
        .isEqualTo("A name with a dot stands in quotes: [profile.\"a.b\"].");
  }

  @Test
  void profile_notATable_saysHowToWriteIt() {
    assertThat(onlyProblem("[profile]\np = 1\n").remedy()).contains("[profile.p]");
    assertThat(onlyProblem("profile = 1\n").remedy()).contains("[profile.NAME]");
  }

  @Test
  void profile_emptyName_isRefused() {
    assertThat(onlyProblem("[profile.\"\"]\n").message()).contains("no name of a profile");
  }

  @Test
  void optionAtTheTop_saysWhereItBelongs() {
    assertThat(onlyProblem("external_id = \"x\"\n").remedy()).isEqualTo("It belongs below [profile.NAME].");
  }

  static Stream<Key<?>> roleKeys() {
    return RoleKeys.ALL.stream().map(key -> key);
  }

  @ParameterizedTest
  @MethodSource("roleKeys")
  void role_everyKey_reachesTheRole(Key<?> key) throws Exception {
    String written = key.kind() == OptionKinds.SWITCH
        ? "true"
        : key.kind() == OptionKinds.TEXT
            || key.kind() == OptionKinds.FILE ? "\"/x\"" : "7";
    var options = reading("[role.r]\n" + key.name() + " = " + written + "\n").options();
    assertThat(options.roles()).containsOnlyKeys(new ProfileName("r"));
    assertThat(options.roles().get(new ProfileName("r"))).containsExactly(
        java.util.Map.entry(key.name(), written.replace("\"", "")));
    assertThat(options.overlays()).isEmpty();
  }

  @Test
  void role_withOptions_hasThemAsOverlay() throws Exception {
    var options = reading("[role.r]\nrole_arn = \"x\"\nexternal_id = \"id\"\n").options();
    assertThat(Objects.requireNonNull(options.overlays().get(new ProfileName("r"))).externalId())
        .isEqualTo("id");
  }

  @Test
  void role_everyOption_isKnown() {
    assertThat(ConfigKeys.namesIn(RoleKeys.SECTION))
        .containsAll(OptionKeys.ALL.stream().map(Key::name).toList()).doesNotHaveDuplicates();
  }

  @Test
  void role_besideAProfileOfThatName_isRefused() {
    assertThat(onlyProblem("[profile.r]\n[role.r]\nrole_arn = \"x\"\n").remedy()).contains("[role.r]");
  }

  @ParameterizedTest
  @CsvSource({ "aws_access_key_id", "aws_secret_access_key", "aws_session_token"})
  void role_longTermKeys_areRefusedUnread(String key) {
    var problem = onlyProblem("[role.r]\n" + key + " = \"canary\"\n");
    assertThat(problem.inOneLine()).contains("credentials file").doesNotContain("canary");
  }

  private Path beside(String name) {
    return file.path().resolveSibling(name);
  }

  private RoleOptionsOverlay overlay(String keys) throws Exception {
    return Objects.requireNonNull(reading("[profile.p]\n" + keys).options().overlays().get(P));
  }

  private BrokerConfig reading(String text) throws Exception {
    Files.writeString(file.path(), text);
    return file.read();
  }

  private ProfileProblem onlyProblem(String text) {
    var refused = catchThrowableOfType(ConfigException.class, () -> reading(text));
    assertThat(refused).isNotNull();
    assertThat(refused.problems()).hasSize(1);
    return refused.problems().getFirst();
  }
}
