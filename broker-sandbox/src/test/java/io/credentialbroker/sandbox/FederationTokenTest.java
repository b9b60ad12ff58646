package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.world.IamUser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetFederationTokenResponse;

class FederationTokenTest {
  private final Rig rig = new Rig();
  private final StsClient alice = rig.alice();

  @AfterEach
  void stop() {
    alice.close();
    rig.close();
  }

  @Test
  void getFederationToken_plain_givesTwelveHoursAsAFederatedUser() {
    GetFederationTokenResponse answer = alice.getFederationToken(request -> request.name("guest"));

    assertThat(answer.federatedUser().arn()).isEqualTo("arn:aws:sts::123456789012:federated-user/guest");
    assertThat(answer.federatedUser().federatedUserId()).isEqualTo("123456789012:guest");
    assertThat(answer.credentials().expiration()).isEqualTo("2026-01-02T00:00:00Z");
    assertThat(rig.as(answer.credentials()).getCallerIdentity().arn())
        .isEqualTo(answer.federatedUser().arn());
  }

  @Test
  void getFederationToken_credentials_assumeNoRole() {
    var session = alice.getFederationToken(request -> request.name("guest")).credentials();

    Rig.assertRefused(() -> rig.as(session).assumeRole(Rig.role(Rig.ROLE).build()), 403, "AccessDenied",
        "sts:AssumeRole");
  }

  @Test
  void getFederationToken_withSessionCredentials_isRefused() {
    Rig.assertRefused(() -> rig.as(rig.assume(Rig.ROLE)).getFederationToken(request -> request.name("guest")),
        403,
        "AccessDenied", "Cannot call GetFederationToken with session credentials");
  }

  @Test
  void getFederationToken_withoutPermission_isRefused() {
    rig.sandbox.world().put(IamUser.of(Rig.ALICE).withKey(Rig.ALICE_KEY.id(), Rig.ALICE_KEY.secret()));

    Rig.assertRefused(() -> alice.getFederationToken(request -> request.name("guest")), 403, "AccessDenied",
        "sts:GetFederationToken on resource: arn:aws:sts::123456789012:federated-user/guest");
  }

  @ParameterizedTest
  @CsvSource({ "x,3600", "a-name-of-thirty-three-characters,3600", "a b,3600", "guest,899", "guest,129601"})
  void getFederationToken_overTheLimits_isAValidationError(String name, int seconds) {
    Rig.assertRefused(() -> alice.getFederationToken(request -> request.name(name).durationSeconds(seconds)),
        400,
        "ValidationError", "1 validation error detected");
  }

  @Test
  void getFederationToken_policyThatIsNone_isMalformed() {
    Rig.assertRefused(() -> alice.getFederationToken(request -> request.name("guest").policy("{}")), 400,
        "MalformedPolicyDocument", "");
  }
}
