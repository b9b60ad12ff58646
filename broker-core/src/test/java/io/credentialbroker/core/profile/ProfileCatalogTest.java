package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Told;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileCatalogTest {
  private static final ProfileName DEPLOY = new ProfileName("deploy");

  @Test
  void without_allFilesInOrder_saysWhereTheProfilesAre() {
    assertThat(ProfileCatalog.EMPTY.without(DEPLOY)).isEqualTo(new Told(
        "There is no profile 'deploy' in the shared AWS config.", "'broker status' lists the profiles."));
  }

  @Test
  void without_aFileThatCouldNotBeRead_namesItSinceTheProfileMayStandThere() {
    var catalog = new ProfileCatalog(Map.of(), List.of(
        new ProfileProblem("/home/alice/.aws/config", null, null, "Line 3 is not a section.", "Mend it.")));
    assertThat(catalog.without(DEPLOY)).isEqualTo(new Told("There is no profile 'deploy' in the shared AWS"
        + " config. /home/alice/.aws/config: Line 3 is not a section.",
        "Mend it."));
  }

  @Test
  void without_profileLeftOut_namesTheKeyThatDoesSo() {
    var catalog = new ProfileCatalog(Map.of(), Map.of(DEPLOY, "profiles.exclude"), List.of(
        new ProfileProblem("/home/alice/.aws/config", null, null, "Line 3 is not a section.", "Mend it.")));
    assertThat(catalog.without(DEPLOY)).isEqualTo(new Told(
        "The profile 'deploy' is not served: 'profiles.exclude' in broker.toml leaves it out.",
        "Change that key if it is to be served."));
  }

  @Test
  void without_longName_showsItsBeginningOnlySinceItMayBeAToken() {
    assertThat(ProfileCatalog.EMPTY.without(new ProfileName("a".repeat(32))).text())
        .contains("'" + "a".repeat(32) + "'");
    assertThat(ProfileCatalog.EMPTY.without(new ProfileName("b".repeat(33))).text()).contains("'bbbbbbbb…'")
        .doesNotContain("bbbbbbbbb");
  }
}
