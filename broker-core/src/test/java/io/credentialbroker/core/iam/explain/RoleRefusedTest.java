package io.credentialbroker.core.iam.explain;

import static io.credentialbroker.core.iam.explain.Explained.ALICE;
import static io.credentialbroker.core.iam.explain.Explained.DENIED;
import static io.credentialbroker.core.iam.explain.Explained.ROLE;
import static io.credentialbroker.core.iam.explain.Explained.asked;
import static io.credentialbroker.core.iam.explain.Explained.assumeRole;
import static io.credentialbroker.core.iam.explain.Explained.because;
import static io.credentialbroker.core.iam.explain.Explained.mendings;
import static io.credentialbroker.core.iam.explain.Explained.policies;
import static io.credentialbroker.core.iam.explain.Explained.trust;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.iam.explain.FailedCall.Asked;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleRefusedTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      " because no identity-based policy allows the sts:AssumeRole action | CALLER_NOT_ALLOWED",
      " because no permissions boundary allows the sts:AssumeRole action | CALLER_NOT_ALLOWED",
      " because no resource-based policy allows the sts:AssumeRole action | TRUST_POLICY",
      " with an explicit deny in a service control policy | EXPLICITLY_DENIED"})
  void of_deniedWithAReason_isCertainAndAlone(String reason, Cause cause) {
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED, DENIED + " " + reason, asked(), ALICE);

    assertThat(causes).singleElement().satisfies(only -> {
      assertThat(only.cause()).isEqualTo(cause);
      assertThat(only.evidence()).isEqualTo(Evidence.CERTAIN);
    });
  }

  @Test
  void of_deniedWithoutAReason_namesBothSidesFirst() {
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked(), ALICE);

    assertThat(causes).extracting(LikelyCause::cause).containsExactly(Cause.CALLER_NOT_ALLOWED,
        Cause.TRUST_POLICY,
        Cause.EXTERNAL_ID, Cause.MFA, Cause.SOURCE_IDENTITY, Cause.SESSION_NAME, Cause.NO_SUCH_ROLE);
    assertThat(causes.getFirst().mendings()).singleElement().satisfies(mending -> {
      var allow = (Mending.CallerPolicy) mending;
      assertThat(allow.caller()).isEqualTo("user alice");
      assertThat(allow.policy().compact())
          .contains("\"Action\":\"sts:AssumeRole\",\"Resource\":\"" + ROLE + "\"");
    });
    assertThat(causes.get(1).mendings()).singleElement().satisfies(mending -> {
      var trust = (Mending.TrustStatement) mending;
      assertThat(trust.role()).isEqualTo(ROLE);
      assertThat(trust.policy().compact()).contains("\"Principal\":{\"AWS\":\"" + ALICE + "\"}");
    });
  }

  @Test
  void of_deniedWithExternalIdAndMfa_trustStatementAsksForWhatTheCallHas() {
    var asked = new Asked("deploy", ROLE, "id-7", "arn:aws:iam::111122223333:mfa/alice", "alice", null, false,
        null,
        false, null, null);
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked, ALICE);

    assertThat(causes).extracting(LikelyCause::cause).doesNotContain(Cause.MFA).contains(Cause.EXTERNAL_ID);
    assertThat(trust(causes, Cause.EXTERNAL_ID)).contains("\"sts:ExternalId\":\"id-7\"")
        .contains("\"aws:MultiFactorAuthPresent\":\"true\"");
    assertThat(because(causes, Cause.SESSION_NAME)).contains("'alice'");
  }

  @Test
  void of_deniedWithinTheAccount_doesNotSuspectAnExternalId() {
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked(),
        "arn:aws:iam::123456789012:user/bob");

    assertThat(causes).extracting(LikelyCause::cause).doesNotContain(Cause.EXTERNAL_ID);
    assertThat(because(causes, Cause.CALLER_NOT_ALLOWED)).startsWith("Within one account");
  }

  @Test
  void of_deniedToARolesSession_trustNamesTheRole() {
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked(),
        "arn:aws:sts::111122223333:assumed-role/ci/build-1");

    assertThat(trust(causes, Cause.TRUST_POLICY)).contains("\"AWS\":\"arn:aws:iam::111122223333:role/ci\"");
  }

  @Test
  void of_deniedToARolesSession_doesNotProposeADeviceThatNoRoleHas() {
    assertThat(assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked(),
        "arn:aws:sts::111122223333:assumed-role/ci/build-1")).extracting(LikelyCause::cause)
        .doesNotContain(Cause.MFA);
    assertThat(mendings(assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked(), ALICE), Cause.MFA))
        .singleElement().satisfies(it -> assertThat(((Mending.ProfileKey) it).value())
            .isEqualTo("arn:aws:iam::111122223333:mfa/alice"));
  }

  @Test
  void of_deniedWithAnotherExternalId_proposesTheKeyBeforeTheRole() {
    var asked = new Asked("deploy", ROLE, "id-7", null, null, null, false, null, false, null, null);
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked, ALICE);

    assertThat(because(causes, Cause.EXTERNAL_ID)).contains("'id-7'");
    assertThat(mendings(causes, Cause.EXTERNAL_ID).getFirst())
        .isEqualTo(Mending.ProfileKey.ofPerson("external_id", "the id that the role's owner has given out"));
  }

  @Test
  void of_deniedToAPermissionSet_trustNamesItsPattern() {
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked(),
        "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/alice");

    assertThat(trust(causes, Cause.TRUST_POLICY)).contains("aws:PrincipalArn")
        .contains("AWSReservedSSO_Dev_*");
  }

  @Test
  void of_deniedToNobodyKnown_saysWhatToDoInWords() {
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked(), null);

    assertThat(mendings(causes, Cause.TRUST_POLICY)).singleElement().isInstanceOf(Mending.Step.class);
    assertThat(mendings(causes, Cause.CALLER_NOT_ALLOWED)).singleElement()
        .isInstanceOf(Mending.CallerPolicy.class);
  }

  @Test
  void of_deniedToAFederatedUser_saysWhatToDoInWords() {
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked(),
        "arn:aws:sts::111122223333:federated-user/bob");

    assertThat(mendings(causes, Cause.TRUST_POLICY)).singleElement().isInstanceOf(Mending.Step.class);
  }

  @Test
  void of_rootUser_isCertainAndAlone() {
    assertThat(assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked(), "arn:aws:iam::111122223333:root"))
        .extracting(LikelyCause::cause).containsExactly(Cause.ROOT_USER);
    assertThat(
        assumeRole(FailureReason.ACCESS_DENIED, "Roles may not be assumed by root accounts.", asked(), null))
        .extracting(LikelyCause::cause).containsExactly(Cause.ROOT_USER);
  }

  @Test
  void of_callerOfAnotherPartition_isCertainAndAlone() {
    assertThat(
        assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked(), "arn:aws-cn:iam::111122223333:user/alice"))
        .extracting(LikelyCause::cause).containsExactly(Cause.WRONG_PARTITION);
  }

  @Test
  void of_wrongMfaCode_asksForTheNextOne() {
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED,
        "MultiFactorAuthentication failed with invalid MFA one time pass code. ", asked(), ALICE);

    assertThat(causes).extracting(LikelyCause::cause).containsExactly(Cause.MFA);
    assertThat(causes.getFirst().mendings()).contains(
        new Mending.Step("Wait for the next code: each one works once. Then: broker mfa deploy"));
  }

  @ParameterizedTest
  @CsvSource({ "sts:TagSession, SESSION_TAGS", "sts:SetSourceIdentity, SOURCE_IDENTITY"})
  void of_deniedBesideTheRole_mendsBothSides(String action, Cause cause) {
    var asked = new Asked(null, ROLE, null, null, null, "alice", true, null, false, null, null);
    List<LikelyCause> causes = assumeRole(FailureReason.ACCESS_DENIED,
        DENIED.replace("sts:AssumeRole", action), asked, ALICE);

    assertThat(causes).extracting(LikelyCause::cause).containsExactly(cause);
    assertThat(causes.getFirst().mendings()).hasSize(2);
    assertThat(policies(causes)).hasSize(2).allSatisfy(it -> assertThat(it.compact()).contains(action));
  }

  @Test
  void of_deniedWithTagsAndSourceIdentity_suspectsThem() {
    var asked = new Asked(null, ROLE, null, null, null, "alice", true, null, false, null, null);

    assertThat(assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked, ALICE)).extracting(LikelyCause::cause)
        .contains(Cause.SESSION_TAGS, Cause.SOURCE_IDENTITY);
  }
}
