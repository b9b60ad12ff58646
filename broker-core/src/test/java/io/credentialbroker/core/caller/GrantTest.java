package io.credentialbroker.core.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.ProfileName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GrantTest {
  @ParameterizedTest
  @CsvSource({
      "dev,       dev,        true",
      "dev,       dev2,       false",
      "dev,       Dev,        false",
      "*,         anything,   true",
      "dev-*,     dev-,       true",
      "dev-*,     dev-a-b,    true",
      "dev-*,     prod-dev-a, false",
      "*-ro,      prod-ro,    true",
      "*-ro,      prod-ro-rw, false",
      "a*b*c,     abc,        true",
      "a*b*c,     axxbxxbxc,  true",
      "a*b*c,     axxcxxb,    false",
      "d?v,       dev,        true",
      "d?v,       dv,         false",
      "d?v,       deev,       false",
      "?*,        x,          true",
      "**,        x,          true",
      "[dD]ev,    dev,        false",
      "a.c,       abc,        false",
      "%2A,       dev,        false"})
  void allows_globAgainstName_matchesTheWholeName(String glob, String name, boolean allowed) {
    assertThat(new Grant(List.of(glob)).allows(new ProfileName(name))).isEqualTo(allowed);
    assertThat(new Grant(List.of("nothing", glob)).allows(new ProfileName(name))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({ "dev", "*"})
  void allows_noGlobs_isNever(String name) {
    assertThat(new Grant(List.of()).allows(new ProfileName(name))).isFalse();
  }
}
