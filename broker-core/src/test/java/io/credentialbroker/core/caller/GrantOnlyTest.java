package io.credentialbroker.core.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.ProfileName;
import org.junit.jupiter.api.Test;

class GrantOnlyTest {
  @Test
  void only_nameWithWildcards_allowsThatNameAndNoOther() {
    var grant = Grant.only(new ProfileName("prod-*"));
    assertThat(grant.allows(new ProfileName("prod-*"))).isTrue();
    assertThat(grant.allows(new ProfileName("prod-admin"))).isFalse();
  }

  @Test
  void only_plainName_allowsThatNameAndNoOther() {
    var grant = Grant.only(new ProfileName("prod"));
    assertThat(grant.allows(new ProfileName("prod"))).isTrue();
    assertThat(grant.allows(new ProfileName("Prod"))).isFalse();
    assertThat(grant.allows(new ProfileName("pro"))).isFalse();
  }
}
