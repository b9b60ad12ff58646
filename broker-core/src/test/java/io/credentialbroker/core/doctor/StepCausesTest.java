package io.credentialbroker.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.iam.explain.Cause;
import io.credentialbroker.core.iam.explain.Evidence;
import io.credentialbroker.core.iam.explain.FailedCall;
import io.credentialbroker.core.iam.explain.LikelyCause;
import io.credentialbroker.core.iam.explain.Mending;
import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StepCausesTest {
  private static final Recipe.StaticKeys KEYS = new Recipe.StaticKeys("AKIA", Secret.of("canary"), null,
      null);

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void of_everyReason_hasACauseAndAMending(FailureReason reason) {
    for (Recipe step : List.of(KEYS, role(in("eu-central-1", null)))) {
      List<LikelyCause> causes = causes(step, reason, in("eu-central-1", null));
      assertThat(causes).isNotEmpty().allSatisfy(cause -> assertThat(cause.mendings()).isNotEmpty());
    }
  }

  @Test
  void of_regionThatIsMistyped_namesTheRightOne() {
    StsEndpoint endpoint = in("eu-cnetral-1", null);
    assertThat(causes(role(endpoint), FailureReason.UNREACHABLE, endpoint)).singleElement()
        .satisfies(cause -> assertThat(cause.cause()).isEqualTo(Cause.NO_SUCH_REGION))
        .satisfies(cause -> assertThat(cause.mendings())
            .containsExactly(Mending.ProfileKey.exactly("region", "eu-central-1")));
  }

  @Test
  void of_regionThatIsLikeNoOther_namesAnExample() {
    StsEndpoint endpoint = in("atlantis", null);
    assertThat(causes(role(endpoint), FailureReason.UNREACHABLE, endpoint).getFirst().mendings())
        .containsExactly(Mending.ProfileKey.ofPerson("region", "a region that exists"));
  }

  @Test
  void of_deadEndpointOfTheProfile_namesItsKey() {
    StsEndpoint endpoint = in("eu-central-1", URI.create("http://127.0.0.1:1"));
    assertThat(causes(KEYS, FailureReason.UNREACHABLE, endpoint).getFirst().mendings().getFirst())
        .isInstanceOfSatisfying(Mending.ProfileKey.class,
            key -> assertThat(key.key()).isEqualTo("endpoint_url"));
  }

  @ParameterizedTest
  @CsvSource({ "cn-north-1, https://sts.cn-north-1.amazonaws.com.cn",
      "us-gov-west-1, https://sts.us-gov-west-1.amazonaws.com",
      "aws-global, https://sts.us-east-1.amazonaws.com"})
  void of_deadEndpoint_proposesThatOfTheRegionsPartition(String region, String right) {
    StsEndpoint endpoint = in(region, URI.create("http://127.0.0.1:1"));
    assertThat(causes(KEYS, FailureReason.UNREACHABLE, endpoint).getFirst().mendings().getFirst())
        .isInstanceOfSatisfying(Mending.ProfileKey.class, key -> assertThat(key.value()).isEqualTo(right));
  }

  @Test
  void of_endpointThatAnsweredBefore_isNotCertainlyWrong() {
    StsEndpoint endpoint = in("eu-central-1", URI.create("http://127.0.0.1:1"));
    var failure = Failure.of(FailureReason.UNREACHABLE, "keys", "Connection reset.", "Do this.");
    var call = FailedCalls.of(new ProfileName("deploy"), KEYS, failure, FailedCall.Known.NOTHING, null,
        endpoint);
    assertThat(StepCauses.of(KEYS, failure, endpoint, true, call)).singleElement()
        .satisfies(cause -> assertThat(cause.evidence()).isEqualTo(Evidence.LIKELY))
        .satisfies(cause -> assertThat(cause.mendings().getFirst()).isInstanceOf(Mending.Step.class));
  }

  @Test
  void of_deadEndpoint_isNotProposedAgain() {
    URI regional = URI.create("https://sts.eu-central-1.amazonaws.com");
    assertThat(causes(KEYS, FailureReason.UNREACHABLE, in("eu-central-1", regional)).getFirst().mendings()
        .getFirst())
        .isInstanceOfSatisfying(Mending.ProfileKey.class,
            key -> assertThat(key.value()).isNotEqualTo(regional.toString()));
  }

  @Test
  void of_deadEndpointOfAws_isTheNetwork() {
    StsEndpoint endpoint = in("eu-central-1", null);
    assertThat(causes(role(endpoint), FailureReason.UNREACHABLE, endpoint)).singleElement()
        .satisfies(cause -> assertThat(cause.cause()).isEqualTo(Cause.UNREACHABLE));
  }

  @Test
  void of_signInNeeded_saysWhatTheFailureSays() {
    assertThat(causes(new Recipe.Sso("s", "https://x", "eu-west-1", "1", "r"), FailureReason.SIGN_IN_NEEDED,
        null).getFirst().mendings()).containsExactly(new Mending.Step("Do this."));
  }

  @Test
  void of_expiredKeysInAFile_namesTheirKey() {
    assertThat(causes(KEYS, FailureReason.EXPIRED_INPUT, null).getFirst().mendings().getFirst())
        .isInstanceOfSatisfying(Mending.ProfileKey.class,
            key -> assertThat(key.key()).isEqualTo("aws_session_token"));
  }

  private static StsEndpoint in(String region, @Nullable URI override) {
    return new StsEndpoint(region, override, false, false);
  }

  private static Recipe role(StsEndpoint endpoint) {
    return new Recipe.AssumeRole(KEYS, "arn:aws:iam::123456789012:role/r",
        new AssumeRoleOptions("alice", Duration.ofHours(1), null), endpoint);
  }

  private static List<LikelyCause> causes(Recipe step, FailureReason reason, @Nullable StsEndpoint endpoint) {
    var failure = Failure.of(reason, step.label(), "It went wrong.", "Do this.");
    return StepCauses.of(step, failure, endpoint, false,
        FailedCalls.of(new ProfileName("deploy"), step, failure, FailedCall.Known.NOTHING, null, endpoint));
  }
}
