package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.world.AccessKey;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.IamUser;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

class SessionTokenTest {
  private static final String TRUST_MFA = """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "123456789012"},
       "Action": "sts:AssumeRole", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"},
       "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}}]}""";

  private final Rig rig = new Rig();
  private final StsClient alice = rig.alice();

  @AfterEach
  void stop() {
    alice.close();
    rig.close();
  }

  @Test
  void getSessionToken_plain_givesTwelveHoursAsTheUser() {
    Credentials session = alice.getSessionToken().credentials();

    assertThat(session.expiration()).isEqualTo("2026-01-02T00:00:00Z");
    assertThat(rig.as(session).getCallerIdentity().arn()).isEqualTo(Rig.ALICE);
  }

  @ParameterizedTest
  @CsvSource({ "899,false", "900,true", "129600,true", "129601,false"})
  void getSessionToken_duration_keepsItsLimits(int seconds, boolean allowed) {
    if (allowed) {
      assertThat(
          alice.getSessionToken(request -> request.durationSeconds(seconds)).credentials().expiration())
          .isEqualTo(rig.clock.instant().plusSeconds(seconds));
    } else {
      Rig.assertRefused(() -> alice.getSessionToken(request -> request.durationSeconds(seconds)), 400,
          "ValidationError", "'durationSeconds'");
    }
  }

  @Test
  void getSessionToken_root_isShortenedToAnHour() {
    rig.sandbox.world().put(IamUser.root(Rig.ACCOUNT).withKey("AKIAROOT000000000000", "root secret"));
    var root = StsClients.of(rig.sandbox.endpoint(), new AccessKey("AKIAROOT000000000000", "root secret"),
        rig.clock);

    assertThat(root.getSessionToken().credentials().expiration()).isEqualTo("2026-01-01T13:00:00Z");
  }

  @Test
  void getSessionToken_withSessionCredentials_isRefused() {
    Rig.assertRefused(() -> rig.as(rig.assume(Rig.ROLE)).getSessionToken(), 403, "AccessDenied",
        "Cannot call GetSessionToken with session credentials");
    Credentials session = alice.getSessionToken().credentials();
    Rig.assertRefused(() -> rig.as(session).getSessionToken(), 403, "AccessDenied", "session credentials");
  }

  @Test
  void getSessionToken_withCode_carriesMfaToTheRoleUntilItIsTooOld() {
    rig.sandbox.world().put(IamRole.of(Rig.OTHER_ROLE, TRUST_MFA));
    Credentials session = withCode(rig.device.code(rig.clock.instant()));

    assertThat(rig.as(session).assumeRole(Rig.role(Rig.OTHER_ROLE).build()).credentials()).isNotNull();
    rig.clock.advance(Duration.ofSeconds(3599));
    assertThat(rig.as(session).assumeRole(Rig.role(Rig.OTHER_ROLE).build()).credentials()).isNotNull();
    rig.clock.advance(Duration.ofSeconds(1));
    Rig.assertRefused(() -> rig.as(session).assumeRole(Rig.role(Rig.OTHER_ROLE).build()), 403, "AccessDenied",
        "sts:AssumeRole");
  }

  @Test
  void getSessionToken_withoutCode_doesNotOpenAnMfaRole() {
    rig.sandbox.world().put(IamRole.of(Rig.OTHER_ROLE, TRUST_MFA));
    Credentials session = alice.getSessionToken().credentials();

    Rig.assertRefused(() -> rig.as(session).assumeRole(Rig.role(Rig.OTHER_ROLE).build()), 403, "AccessDenied",
        "sts:AssumeRole");
    Rig.assertRefused(() -> alice.assumeRole(Rig.role(Rig.OTHER_ROLE).build()), 403, "AccessDenied",
        "sts:AssumeRole");
  }

  @Test
  void assumeRole_withCode_opensAnMfaRole() {
    rig.sandbox.world().put(IamRole.of(Rig.OTHER_ROLE, TRUST_MFA));
    String code = rig.device.code(rig.clock.instant());

    assertThat(alice.assumeRole(Rig.role(Rig.OTHER_ROLE).serialNumber(Rig.SERIAL).tokenCode(code).build())
        .credentials()).isNotNull();
  }

  @Test
  void getSessionToken_sameCodeTwice_isRefusedTheSecondTime() {
    String code = rig.device.code(rig.clock.instant());

    assertThat(withCode(code)).isNotNull();
    Rig.assertRefused(() -> withCode(code), 403, "AccessDenied",
        "MultiFactorAuthentication failed with invalid MFA one time pass code.");
    rig.clock.advance(Duration.ofSeconds(30));
    assertThat(withCode(rig.device.code(rig.clock.instant()))).isNotNull();
  }

  @Test
  void getSessionToken_wrongCode_isRefused() {
    String wrong = rig.device.code(rig.clock.instant().plusSeconds(300));

    Rig.assertRefused(() -> withCode(wrong), 403, "AccessDenied", "invalid MFA one time pass code");
  }

  @Test
  void getSessionToken_serialWithoutCode_isRefused() {
    Rig.assertRefused(() -> alice.getSessionToken(request -> request.serialNumber(Rig.SERIAL)), 403,
        "AccessDenied",
        "must provide both MFA serial number and one time pass code");
  }

  @Test
  void getSessionToken_anothersDevice_isRefused() {
    Rig.assertRefused(
        () -> alice.getSessionToken(
            request -> request.serialNumber("arn:aws:iam::123456789012:mfa/bob").tokenCode("123456")),
        403, "AccessDenied", "Please verify your MFA serial number is valid and associated with this user.");
  }

  @ParameterizedTest
  @CsvSource({ "12345,'tokenCode'", "1234567,'tokenCode'", "12345a,'tokenCode'"})
  void getSessionToken_codeOfAnotherShape_isAValidationError(String code, String member) {
    Rig.assertRefused(
        () -> alice.getSessionToken(request -> request.serialNumber(Rig.SERIAL).tokenCode(code)), 400,
        "ValidationError", member);
  }

  @Test
  void getAccessKeyInfo_knownAndUnknown_tellsTheAccountOrRefuses() {
    assertThat(
        alice.getAccessKeyInfo(request -> request.accessKeyId(rig.assume(Rig.OTHER_ROLE).accessKeyId()))
            .account())
        .isEqualTo("210987654321");
    Rig.assertRefused(() -> alice.getAccessKeyInfo(request -> request.accessKeyId("AKIANOBODY0000000000")),
        400,
        "ValidationError", "AKIANOBODY0000000000");
  }

  private Credentials withCode(String code) {
    return alice.getSessionToken(request -> request.serialNumber(Rig.SERIAL).tokenCode(code)).credentials();
  }
}
