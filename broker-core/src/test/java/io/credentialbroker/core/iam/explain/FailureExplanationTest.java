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
import static io.credentialbroker.core.iam.explain.Explained.webIdentity;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureExplanationTest {
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
  @CsvSource({ "cn-north-1, cn-northwest-1", "us-gov-east-1, us-gov-west-1"})
  void of_regionDisabled_proposesOneOfTheSamePartition(String region, String other) {
    var asked = new Asked(null, ROLE, null, null, null, null, false, null, false, region, null);

    assertThat(mendings(assumeRole(FailureReason.REGION_DISABLED, "x", asked, null), Cause.REGION_DISABLED))
        .hasSize(2).last().isEqualTo(new Mending.ProfileKey("region", other, "a region where STS is on"));
  }

  @Test
  void of_onlyRegionOfAPartition_proposesNoOther() {
    var asked = new Asked(null, ROLE, null, null, null, null, false, null, false, "eusc-de-east-1", null);

    assertThat(mendings(assumeRole(FailureReason.UNREACHABLE, "x", asked, null), Cause.UNREACHABLE))
        .singleElement().isInstanceOf(Mending.Step.class);
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
}
