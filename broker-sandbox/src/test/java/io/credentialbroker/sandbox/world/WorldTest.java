package io.credentialbroker.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {
  private static final String USER = "arn:aws:iam::111122223333:user/dev/alice";

  @Test
  void put_sameArn_replaces() {
    var world = new SandboxWorld().put(IamUser.of(USER).withKey("AKIAONE0000000000000", "one"));

    world.put(IamUser.of(USER).withKey("AKIATWO0000000000000", "two"));

    assertThat(world.owner("AKIAONE0000000000000")).isEmpty();
    assertThat(world.owner("AKIATWO0000000000000")).map(owner -> owner.user().name()).hasValue("alice");
    world.removeUser(USER);
    assertThat(world.owner("AKIATWO0000000000000")).isEmpty();
  }

  @Test
  void uniqueId_sameArn_isTheSameInEveryRun() {
    assertThat(IamUser.of(USER).uniqueId()).isEqualTo(IamUser.of(USER).uniqueId()).startsWith("AIDA")
        .hasSize(21);
    assertThat(IamUser.root("111122223333").uniqueId()).isEqualTo("111122223333");
  }

  @ParameterizedTest
  @ValueSource(strings = { "arn:aws:iam::1:role/a", "arn:aws:iam::111122223333:user/a", "role/a",
      "arn:aws:iam::111122223333:role/", "arn:aws:sts::111122223333:assumed-role/a/b"})
  void role_anotherArn_isRefused(String arn) {
    assertThatThrownBy(() -> IamRole.trusting(arn, "*")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void arn_withPathAndPartition_isTakenApart() {
    Arn arn = Arn.of("arn:aws-us-gov:iam::111122223333:role/a/b/name", "role");

    assertThat(arn).isEqualTo(new Arn("aws-us-gov", "111122223333", "role", "/a/b/", "name"));
    assertThat(arn.toString()).isEqualTo("arn:aws-us-gov:iam::111122223333:role/a/b/name");
  }

  @Test
  void role_sessionOverTwelveHours_isRefused() {
    IamRole role = IamRole.trusting("arn:aws:iam::111122223333:role/a", "*");

    assertThatThrownBy(() -> role.withMaxSession(Duration.ofHours(13))).hasMessageContaining("1 to 12 hours");
    assertThatThrownBy(() -> role.withMaxSession(Duration.ofMinutes(59)))
        .hasMessageContaining("1 to 12 hours");
  }

  @Test
  void accessKey_anyForm_neverShowsItsSecret() {
    var key = new AccessKey("AKIAONE0000000000000", "canary");

    assertThat(key + " " + IamUser.of(USER).withKey(key.id(), key.secret())).doesNotContain("canary");
    assertThatThrownBy(() -> new AccessKey("short", "canary")).hasMessageNotContaining("canary");
  }

  @Test
  void disableRegion_thenEnable_isPerAccount() {
    var world = new SandboxWorld().disableRegion("111122223333", "eu-south-2");

    assertThat(world.isDisabled("111122223333", "eu-south-2")).isTrue();
    assertThat(world.isDisabled("444455556666", "eu-south-2")).isFalse();
    world.enableRegion("111122223333", "eu-south-2");
    assertThat(world.isDisabled("111122223333", "eu-south-2")).isFalse();
  }
}
