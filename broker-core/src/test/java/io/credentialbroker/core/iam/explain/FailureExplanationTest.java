package io.credentialbroker.core.iam.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.iam.PolicyDocument;
import io.credentialbroker.core.iam.explain.FailedCall.Asked;
import io.credentialbroker.core.iam.explain.FailedCall.Call;
import io.credentialbroker.core.iam.explain.FailedCall.Known;
import io.credentialbroker.core.iam.explain.FailedCall.Token;
import io.credentialbroker.core.iam.lint.PolicyLinter;
import io.credentialbroker.core.iam.lint.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureExplanationTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/deploy";
  private static final String ALICE = "arn:aws:iam::111122223333:user/alice";
  private static final String DENIED = "User: " + ALICE
      + " is not authorized to perform: sts:AssumeRole on resource: " + ROLE;

  @ParameterizedTest
  @EnumSource
  void of_eachReason_hasACauseWithSomethingToDo(FailureReason reason) {
    for (Call call : Call.values()) {
      List<LikelyCause> causes = FailureExplanation
          .of(new FailedCall(call, reason, null, "no", Asked.NOTHING, Known.NOTHING));

      assertThat(causes).as("%s %s", call, reason).isNotEmpty().allSatisfy(cause -> {
        assertThat(cause.because()).isNotBlank();
        assertThat(cause.mendings()).isNotEmpty();
      }).extracting(LikelyCause::evidence).isSorted();
    }
  }

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

  @Test
  void of_durationOverTheRolesMaximum_isNamed() {
    var asked = new Asked(null, ROLE, null, null, null, null, false, Duration.ofHours(12), false, null, null);
    List<LikelyCause> said = assumeRole(FailureReason.INVALID_PARAMETER,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", asked, ALICE);

    assertThat(said).singleElement().satisfies(cause -> {
      assertThat(cause.cause()).isEqualTo(Cause.DURATION_OVER_ROLE_MAXIMUM);
      assertThat(cause.mendings()).contains(Mending.ProfileKey.exactly("duration_seconds", "3600"),
          new Mending.Step(
              "Or raise the role's maximum: aws iam update-role --role-name deploy --max-session-duration 43200"));
    });
    assertThat(assumeRole(FailureReason.INVALID_PARAMETER, "?", asked, ALICE).getFirst().evidence())
        .isEqualTo(Evidence.LIKELY);
  }

  @Test
  void of_chainedDuration_isNamed() {
    var asked = new Asked(null, ROLE, null, null, null, null, false, Duration.ofHours(2), true, null, null);

    assertThat(assumeRole(FailureReason.INVALID_PARAMETER, "?", asked, ALICE)).extracting(LikelyCause::cause)
        .containsExactly(Cause.CHAINED_DURATION);
    assertThat(assumeRole(FailureReason.INVALID_PARAMETER,
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        asked(),
        ALICE)).extracting(LikelyCause::cause).containsExactly(Cause.CHAINED_DURATION);
  }

  @Test
  void of_parameterThatAwsNames_pointsAtItsKey() {
    List<LikelyCause> causes = assumeRole(FailureReason.INVALID_PARAMETER,
        "1 validation error detected: Value at "
            + "'roleSessionName' failed to satisfy constraint",
        asked(), ALICE);

    assertThat(causes.getFirst().evidence()).isEqualTo(Evidence.CERTAIN);
    assertThat(causes.getFirst().mendings())
        .containsExactly(Mending.ProfileKey.ofPerson("role_session_name", "a value within AWS's limits"));
  }

  @Test
  void of_unknownParameter_pointsAtTheProfile() {
    var asked = new Asked("my profile's", ROLE, null, null, null, null, false, null, false, null, null);

    assertThat(assumeRole(FailureReason.INVALID_PARAMETER, "?", asked, null).getFirst().mendings())
        .containsExactly(new Mending.Step("See the profile's parameters: broker explain 'my profile'\\''s'"));
  }

  @Test
  void of_sessionPolicy_tellsTooLargeFromMalformed() {
    var large = new FailedCall(Call.ASSUME_ROLE, FailureReason.POLICY_REFUSED, "PackedPolicyTooLarge", "x",
        asked(),
        Known.NOTHING);
    var malformed = new FailedCall(Call.ASSUME_ROLE, FailureReason.POLICY_REFUSED, "MalformedPolicyDocument",
        "x",
        asked(), Known.NOTHING);

    assertThat(because(FailureExplanation.of(large), Cause.SESSION_POLICY)).contains("too large");
    assertThat(because(FailureExplanation.of(malformed), Cause.SESSION_POLICY)).contains("no valid policy");
  }

  @Test
  void of_skewedClock_isToldAfterAWrongSecretSinceSignaturesFollowAwsTime() {
    var failed = new FailedCall(Call.ASSUME_ROLE, FailureReason.SIGNATURE_MISMATCH, null, "no", asked(),
        new Known(ALICE, Duration.ofMinutes(-6)));
    List<LikelyCause> causes = FailureExplanation.of(failed);

    assertThat(causes).extracting(LikelyCause::cause).containsExactly(Cause.WRONG_SECRET_KEY, Cause.CLOCK);
    assertThat(causes.getLast().because()).contains("360 s behind");
  }

  @Test
  void of_goodClock_suspectsTheSecretFirst() {
    var failed = new FailedCall(Call.ASSUME_ROLE, FailureReason.SIGNATURE_MISMATCH, null, "no", asked(),
        new Known(ALICE, Duration.ofMinutes(5)));

    assertThat(FailureExplanation.of(failed)).extracting(LikelyCause::cause).containsExactly(
        Cause.WRONG_SECRET_KEY,
        Cause.CLOCK);
  }

  @Test
  void of_signatureExpired_isTheClock() {
    assertThat(
        assumeRole(FailureReason.SIGNATURE_MISMATCH, "Signature expired: 20260101T000000Z is now earlier than"
            + " 20260101T001000Z", asked(), null).getFirst())
        .satisfies(cause -> {
          assertThat(cause.cause()).isEqualTo(Cause.CLOCK);
          assertThat(cause.evidence()).isEqualTo(Evidence.CERTAIN);
        });
  }

  @Test
  void of_unknownKey_suspectsThePartitionToo() {
    assertThat(assumeRole(FailureReason.INVALID_KEY, "The security token included in the request is invalid.",
        asked(),
        null)).extracting(LikelyCause::cause).containsExactly(Cause.KEY_INACTIVE, Cause.WRONG_PARTITION);
  }

  @Test
  void of_regionDisabled_namesTheRegion() {
    var asked = new Asked(null, ROLE, null, null, null, null, false, null, false, "ap-east-1", null);

    assertThat(because(assumeRole(FailureReason.REGION_DISABLED, "x", asked, null), Cause.REGION_DISABLED))
        .contains("ap-east-1");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "No OpenIDConnect provider found in your account for https://a.example | PROVIDER_MISSING",
      "Incorrect token audience | TOKEN_AUDIENCE", "Token must be signed | TOKEN_REJECTED",
      "Couldn't retrieve verification key from your identity provider | UNREACHABLE"})
  void of_identityRejected_isToldApart(String message, Cause cause) {
    assertThat(webIdentity(FailureReason.IDENTITY_REJECTED, message)).extracting(LikelyCause::cause)
        .containsExactly(cause);
  }

  @Test
  void of_missingProvider_writesTheCommandThatMakesIt() {
    assertThat(
        webIdentity(FailureReason.IDENTITY_REJECTED, "No OpenIDConnect provider found").getFirst().mendings())
        .contains(new Mending.Step(
            "Set it up: aws iam create-open-id-connect-provider --url https://login.example.org"
                + " --client-id-list app"));
  }

  @Test
  void of_webIdentityDenied_writesTheTrustStatementOfTheToken() {
    List<LikelyCause> causes = webIdentity(FailureReason.ACCESS_DENIED,
        "Not authorized to perform sts:AssumeRoleWithWebIdentity");

    assertThat(causes).extracting(LikelyCause::cause).containsExactly(Cause.TRUST_POLICY, Cause.NO_SUCH_ROLE);
    assertThat(trust(causes, Cause.TRUST_POLICY)).contains("oidc-provider/login.example.org")
        .contains("\"login.example.org:sub\":\"system:alice\"");
  }

  @Test
  void of_webIdentityWithAStrangeToken_saysWhatToDoInWords() {
    var asked = new Asked(null, ROLE, null, null, null, null, false, null, false, null,
        new Token("not a url", "app", "sub"));
    var failed = new FailedCall(Call.ASSUME_ROLE_WITH_WEB_IDENTITY, FailureReason.ACCESS_DENIED, null, "x",
        asked,
        Known.NOTHING);

    assertThat(mendings(FailureExplanation.of(failed), Cause.TRUST_POLICY)).singleElement()
        .isInstanceOf(Mending.Step.class);
  }

  @Test
  void of_sessionTokenAskedWithASession_needsTheKeysThemselves() {
    var failed = new FailedCall(Call.GET_SESSION_TOKEN, FailureReason.ACCESS_DENIED, "AccessDenied",
        "Cannot call GetSessionToken with session credentials", Asked.NOTHING, Known.NOTHING);

    assertThat(FailureExplanation.of(failed)).singleElement()
        .satisfies(cause -> assertThat(cause.because()).contains("long-term keys"));
  }

  @Test
  void mendings_everyPolicy_passesTheLinter() {
    var everything = new Asked("p", ROLE, "id-7", "arn:aws:iam::1:mfa/a", "alice", "alice", true,
        Duration.ofHours(2),
        false, "eu-west-1", null);
    for (Asked asked : List.of(asked(), everything)) {
      for (String caller : List.of(ALICE, "arn:aws:sts::111122223333:assumed-role/ci/x",
          "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/alice")) {
        List<PolicyDocument> policies = policies(
            assumeRole(FailureReason.ACCESS_DENIED, DENIED, asked, caller));

        assertThat(policies).isNotEmpty().allSatisfy(policy -> assertThat(
            PolicyLinter.lint(policy.pretty().getBytes(StandardCharsets.UTF_8)).count(Severity.ERROR))
            .isZero());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = { "INVALID_KEY", "SIGNATURE_MISMATCH"})
  void of_keysThatWorkedAStepBefore_areOnlyPossiblyWrong(FailureReason reason) {
    assertThat(assumeRole(reason, "no", asked(), ALICE)).extracting(LikelyCause::evidence)
        .containsOnly(Evidence.POSSIBLE);
    assertThat(assumeRole(reason, "no", asked(), null).getFirst().evidence()).isEqualTo(Evidence.LIKELY);
  }

  @ParameterizedTest
  @EnumSource(names = { "REGION_DISABLED", "UNREACHABLE", "INVALID_KEY", "INVALID_PARAMETER"})
  void mendings_whateverWasAsked_areNotWhatStandsThereAlready(FailureReason reason) {
    for (String region : List.of("us-east-1", "us-west-2", "us-gov-west-1")) {
      for (String message : List.of("the MaxSessionDuration", "Member 'durationSeconds' failed")) {
        var asked = new Asked("deploy", ROLE, null, null, null, null, false, Duration.ofHours(1), false,
            region,
            null);
        assertThat(assumeRole(reason, message, asked, null)).flatExtracting(LikelyCause::mendings)
            .allSatisfy(
                mending -> assertThat(mending.toString()).doesNotContain("value=" + region + ",", "3600"));
      }
    }
  }

  private static Asked asked() {
    return new Asked("deploy", ROLE, null, null, null, null, false, Duration.ofHours(1), false, null, null);
  }

  private static List<LikelyCause> assumeRole(FailureReason reason, String message, Asked asked,
      @Nullable String caller) {
    return FailureExplanation
        .of(new FailedCall(Call.ASSUME_ROLE, reason, "AccessDenied", message, asked,
            new Known(caller, null)));
  }

  private static List<LikelyCause> webIdentity(FailureReason reason, String message) {
    var asked = new Asked(null, ROLE, null, null, null, null, false, null, false, null,
        new Token("https://login.example.org", "app", "system:alice"));
    return FailureExplanation
        .of(new FailedCall(Call.ASSUME_ROLE_WITH_WEB_IDENTITY, reason, null, message, asked, Known.NOTHING));
  }

  private static String because(List<LikelyCause> causes, Cause cause) {
    return causes.stream().filter(it -> it.cause() == cause).findFirst().orElseThrow().because();
  }

  private static List<Mending> mendings(List<LikelyCause> causes, Cause cause) {
    return causes.stream().filter(it -> it.cause() == cause).findFirst().orElseThrow().mendings();
  }

  private static String trust(List<LikelyCause> causes, Cause cause) {
    return mendings(causes, cause).stream().filter(Mending.TrustStatement.class::isInstance)
        .map(it -> ((Mending.TrustStatement) it).policy().compact()).findFirst().orElseThrow();
  }

  private static List<PolicyDocument> policies(List<LikelyCause> causes) {
    return causes.stream().flatMap(it -> it.mendings().stream()).mapMulti((mending, out) -> {
      switch (mending) {
        case Mending.CallerPolicy allow -> out.accept(allow.policy());
        case Mending.TrustStatement trust -> out.accept(trust.policy());
        case Mending.ProfileKey key -> assertThat(key.value()).isNotBlank();
        case Mending.Step step -> assertThat(step.text()).isNotBlank();
      }
    }).map(PolicyDocument.class::cast).toList();
  }
}
