package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Options that only broker.toml can give: each is checked, and its problem names broker.toml and the key. */
class OptionLimitsTest {
  @TempDir
  Path home;

  private SharedFilesFixture files;

  @BeforeEach
  void role() {
    files = new SharedFilesFixture(home)
        .credentials("[base]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = s\n")
        .config("[profile r]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n");
  }

  @TestFactory
  Stream<DynamicTest> option_beyondItsLimit_refusedByNameWithTheOriginOfTheSettings() {
    var tooManyArns = IntStream.range(0, 11)
        .mapToObj(number -> "arn:aws:iam::123456789012:policy/p" + number);
    return Stream.of(
        refused("role_session_name", new OverlayBuilder().sessionName("has blanks")),
        refused("duration_seconds", new OverlayBuilder().duration(Duration.ofSeconds(899))),
        refused("duration_seconds", new OverlayBuilder().duration(Duration.ofSeconds(43201))),
        refused("duration_seconds", new OverlayBuilder().duration(Duration.ofSeconds(-900))),
        refused("external_id", new OverlayBuilder().externalId("x")),
        refused("source_identity", new OverlayBuilder().sourceIdentity("x")),
        refused("tags", new OverlayBuilder().tags(List.of(new SessionTag("", "v")))),
        refused("transitive_tags", new OverlayBuilder().transitive(List.of("a;b"))),
        refused("policy", new OverlayBuilder().policy(new SessionPolicy("x".repeat(2049), List.of()))),
        refused("policy", new OverlayBuilder().policy(new SessionPolicy(null, tooManyArns.toList()))),
        refused("region", new OverlayBuilder().region("not a region")),
        refused("second_region", new OverlayBuilder().secondRegion("../evil")));
  }

  @Test
  void federatedUser_beyondItsLimit_refusedByName() {
    files.overlay("base", new OverlayBuilder().federatedUser("n".repeat(33)).build());
    assertThat(files.problem("base").key()).isEqualTo("federated_user");
  }

  @Test
  void samlProvider_notOne_refusedByName() {
    files.overlay("r", new OverlayBuilder()
        .saml(new RoleOptionsOverlay.SamlProvider(new TokenSource.Command("c"), "arn:aws:iam::1:role/r"))
        .build());
    assertThat(files.problem("r").key()).isEqualTo("saml_provider");
  }

  @Test
  void option_ofOneProfile_neverAnothers() {
    files.config("""
        [profile r]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = base
        [profile s]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = r
        """)
        .overlay("r", new OverlayBuilder().externalId("id").build());
    var chained = (Recipe.AssumeRole) files.recipe("s");
    assertThat(chained.options().externalId()).isNull();
    assertThat(((Recipe.AssumeRole) chained.base()).options().externalId()).isEqualTo("id");
  }

  @Test
  void option_badOneOfTheSource_breaksTheChainAndNamesTheSource() {
    files.config("""
        [profile r]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = base
        [profile s]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = r
        """)
        .overlay("r", new OverlayBuilder().externalId("x").build());
    assertThat(files.problem("s").profile()).isEqualTo("r");
  }

  @Test
  void tags_listGivenLaterChanged_recipeUnchanged() {
    var tags = new ArrayList<>(List.of(new SessionTag("a", "1")));
    var overlay = new OverlayBuilder().tags(tags).build();
    Collections.fill(tags, new SessionTag("b", "2"));
    assertThat(((Recipe.AssumeRole) files.overlay("r", overlay).recipe("r")).options().tags())
        .containsExactly(new SessionTag("a", "1"));
  }

  private DynamicTest refused(String key, OverlayBuilder overlay) {
    return DynamicTest.dynamicTest(key, () -> {
      ProfileProblem problem = files.overlay("r", overlay.build()).problem("r");
      assertThat(problem.file()).isEqualTo("broker.toml");
      assertThat(problem.profile()).isEqualTo("r");
      assertThat(problem.key()).isEqualTo(key);
      assertThat(problem.remedy()).isNotBlank();
    });
  }
}
