package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.files.EntryEvents;
import io.credentialbroker.core.files.FileWatches;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.profile.ProfileCatalog.Broken;
import io.credentialbroker.core.profile.ProfileCatalog.Entry;
import io.credentialbroker.core.profile.ProfileCatalog.Servable;
import io.credentialbroker.core.profile.ProfileCatalog.WithoutCredentials;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a profile that was servable, when its files or settings are edited. */
class KeptProfilesTest {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final String BASE = "[base]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = s\n";
  private static final String ROLE = """
      [profile role]
      role_arn = arn:aws:iam::123456789012:role/r
      source_profile = base
      """;

  @TempDir
  Path home;

  private final ManualTime time = ManualTime.start();
  private final List<ProfileCatalog> told = new ArrayList<>();
  private SharedFilesFixture files;
  private CatalogWatch watch;

  @BeforeEach
  void servable() {
    files = new SharedFilesFixture(home).credentials(BASE).config(ROLE);
    watch = new CatalogWatch(files.reader(), new FileWatches(time, Runnable::run, EntryEvents.NONE),
        told::add);
    watch.start();
    time.advance(TWO_SECONDS);
  }

  @Test
  void edit_badDuration_recipeStaysAndProblemIsBeside() {
    var before = role();
    edit(ROLE + "duration_seconds = 1\n");
    assertThat(role().recipe()).isEqualTo(before.recipe());
    assertThat(Objects.requireNonNull(role().problem()).key()).isEqualTo("duration_seconds");
    assertThat(told.getLast().fileProblems()).isEmpty();
  }

  @Test
  void edit_mended_newSettingsAndNoProblem() {
    edit(ROLE + "duration_seconds = 1\n");
    edit(ROLE + "duration_seconds = 1800\n");
    assertThat(role().problem()).isNull();
    assertThat(role().recipe()).isInstanceOfSatisfying(Recipe.AssumeRole.class,
        step -> assertThat(step.options().duration()).isEqualTo(Duration.ofMinutes(30)));
  }

  @Test
  void edit_sameMistakeStays_toldOnce() {
    edit(ROLE + "duration_seconds = 1\n");
    int before = told.size();
    edit("# a comment\n" + ROLE + "# and one more\n");
    edit(ROLE + "duration_seconds = 1\n");
    edit(ROLE + "duration_seconds = 1\n# a comment\n");
    assertThat(told).hasSize(before + 2);
  }

  @Test
  void edit_sourceDeleted_roleStaysAndSourceIsGone() {
    files.credentials("");
    time.advance(TWO_SECONDS);
    assertThat(Objects.requireNonNull(role().problem()).key()).isEqualTo("source_profile");
    assertThat(entry("base")).isNull();
  }

  @Test
  void edit_headerWithoutItsPrefix_profileStays() {
    edit(ROLE.replace("[profile role]", "[role]"));
    assertThat(Objects.requireNonNull(role().problem()).message()).contains("[role] is ignored");
  }

  @Test
  void edit_mistakeThenFileMalformed_stillKept() {
    edit(ROLE + "duration_seconds = 1\n");
    edit(ROLE + "[");
    assertThat(role().problem()).isNotNull();
    assertThat(told.getLast().fileProblems()).hasSize(1);
    edit(ROLE + "duration_seconds = 2\n");
    assertThat(Objects.requireNonNull(role().problem()).message()).contains("2 seconds");
  }

  @Test
  void delete_profile_isGone() {
    edit("");
    assertThat(entry("role")).isNull();
  }

  @Test
  void delete_profileWithOverlay_isBrokenAndNotKept() {
    watch.use(withOverlay(new OverlayBuilder().externalId("id").build())).join();
    assertThat(role().recipe().toString()).contains("externalId=id");
    edit("");
    assertThat(entry("role")).isInstanceOf(Broken.class);
  }

  @Test
  void overlay_withMistake_profileStaysAsItWas() {
    watch.use(withOverlay(new OverlayBuilder().externalId("!").build())).join();
    assertThat(Objects.requireNonNull(role().problem()).file()).isEqualTo("broker.toml");
  }

  @Test
  void credentialKeysRemoved_isNotKept() {
    edit("[profile role]\nregion = eu-west-1\n");
    assertThat(entry("role")).isInstanceOf(WithoutCredentials.class);
  }

  @Test
  void firstReading_withMistake_isBroken() {
    files.config(ROLE + "duration_seconds = 1\n");
    assertThat(files.read().entries().get(new ProfileName("role"))).isInstanceOf(Broken.class);
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "region = eu-west-1\noutput = json\ns3 =\n  max_concurrent_requests = 20\n"})
  void profile_withoutCredentialSettings_isNoMistake(String body) {
    files.config("[default]\n" + body);
    assertThat(files.read().entries().get(new ProfileName("default"))).isInstanceOfSatisfying(
        WithoutCredentials.class,
        entry -> assertThat(entry.problem().message()).contains("no credentials"));
  }

  @ParameterizedTest
  @ValueSource(strings = { "source_profile = base", "aws_access_key_id = AKIA", "mfa_serial = GAHT12345678"})
  void profile_withHalfOfCredentialSettings_isAMistake(String line) {
    files.config("[default]\n" + line + "\n");
    assertThat(files.read().entries().get(new ProfileName("default"))).isInstanceOf(Broken.class);
  }

  @Test
  void profile_withoutCredentialSettingsAndWithAnOverlay_isAMistake() {
    files.config("[default]\nregion = eu-west-1\n").overlay("default",
        new OverlayBuilder().externalId("id").build());
    assertThat(files.read().entries().get(new ProfileName("default"))).isInstanceOf(Broken.class);
  }

  private ProfileReader withOverlay(RoleOptionsOverlay overlay) {
    return files.overlay("role", overlay).reader();
  }

  private void edit(String config) {
    files.config(config);
    time.advance(TWO_SECONDS);
  }

  private Servable role() {
    return (Servable) Objects.requireNonNull(entry("role"));
  }

  private @Nullable Entry entry(String profile) {
    Map<ProfileName, Entry> entries = told.getLast().entries();
    return entries.get(new ProfileName(profile));
  }
}
