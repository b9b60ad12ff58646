package io.credentialbroker.sandbox.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.SettableClock;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.IamUser;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyringTest {
  private static final String USER = "arn:aws-cn:iam::111122223333:user/alice";

  private final SettableClock clock = SettableClock.start();
  private final SandboxWorld world = new SandboxWorld()
      .put(IamUser.of(USER).withKey("AKIAALICE00000000000", "x"));
  private final Keyring keys = new Keyring(world, clock, new Random(1));
  private final IamRole role = IamRole.trusting("arn:aws-cn:iam::111122223333:role/a/path/app", "*");

  @Test
  void issue_role_isFoundAgainAsThatSession() {
    IssuedSession session = issue();

    Keyring.Known known = keys.find(session.key().id()).orElseThrow();
    assertThat(known.key()).isEqualTo(session.key());
    assertThat(known.caller().isRoleSession()).isTrue();
    assertThat(known.caller().principal().arn())
        .isEqualTo("arn:aws-cn:sts::111122223333:assumed-role/app/me");
    assertThat(known.caller().principal().principalArn()).isEqualTo(role.arn().toString());
  }

  @Test
  void issue_anyTwo_shareNothing() {
    IssuedSession one = issue();
    IssuedSession two = issue();

    assertThat(one.key().id()).isNotEqualTo(two.key().id());
    assertThat(one.key().secret()).isNotEqualTo(two.key().secret());
    assertThat(one.token()).isNotEqualTo(two.token()).startsWith("SANDBOX/NOT/REAL/");
    assertThat(keys.issued()).isEqualTo(2);
  }

  @Test
  void issue_sameSeed_isRepeatable() {
    var again = new Keyring(world, clock, new Random(1));

    assertThat(
        again.issue(new Principal.AssumedRole(role, "me"), SessionContext.NONE, Duration.ofHours(1)).key())
        .isEqualTo(issue().key());
  }

  @Test
  void issue_betweenSeconds_isOfWholeSeconds() {
    clock.advance(Duration.ofMillis(999));

    assertThat(issue().expiration()).isEqualTo("2026-01-01T13:00:00Z");
  }

  @Test
  void find_expired_isRememberedForADayAndThenSwept() {
    IssuedSession session = issue();
    clock.advance(Duration.ofHours(24));
    for (int i = 0; i < 4096; i++) {
      issue();
    }
    assertThat(keys.find(session.key().id())).isPresent();

    clock.advance(Duration.ofHours(2));
    for (int i = 0; i < 4096; i++) {
      issue();
    }
    assertThat(keys.find(session.key().id())).isEmpty();
  }

  @Test
  void find_longTermKey_isItsUserWithoutSession() {
    Caller caller = keys.find("AKIAALICE00000000000").orElseThrow().caller();

    assertThat(caller.principal().arn()).isEqualTo(USER);
    assertThat(caller.hasSession()).isFalse();
    assertThat(keys.find("AKIANOBODY0000000000")).isEmpty();
  }

  @Test
  void federatedUser_inAnotherPartition_keepsIt() {
    var federated = new Principal.FederatedUser(IamUser.of(USER), "guest");

    assertThat(federated.arn()).isEqualTo("arn:aws-cn:sts::111122223333:federated-user/guest");
    assertThat(federated.type()).isEqualTo("FederatedUser");
  }

  @Test
  void toString_session_showsNeitherSecretNorToken() {
    IssuedSession session = issue();
    Caller caller = keys.find(session.key().id()).orElseThrow().caller();

    assertThat(session + " " + caller).doesNotContain(session.key().secret(), session.token());
  }

  @Test
  void rotating_session_changesAtHalfOfItsLifeOrWithThePrincipal() {
    var rotating = new RotatingSessions(keys, clock);
    var principal = new Principal.AssumedRole(role, "me");
    IssuedSession first = rotating.session("task", principal, Duration.ofHours(2));

    clock.advance(Duration.ofMinutes(59));
    assertThat(rotating.session("task", principal, Duration.ofHours(2))).isSameAs(first);
    assertThat(rotating.session("task", new Principal.AssumedRole(role, "you"), Duration.ofHours(2)))
        .isNotSameAs(first);
    IssuedSession second = rotating.session("task", principal, Duration.ofHours(2));
    clock.advance(Duration.ofMinutes(60));
    assertThat(rotating.session("task", principal, Duration.ofHours(2))).isNotSameAs(second);
  }

  private IssuedSession issue() {
    return keys.issue(new Principal.AssumedRole(role, "me"), SessionContext.NONE, Duration.ofHours(1));
  }
}
