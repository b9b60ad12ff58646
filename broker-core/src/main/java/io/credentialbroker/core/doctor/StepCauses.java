package io.credentialbroker.core.doctor;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.iam.explain.Cause;
import io.credentialbroker.core.iam.explain.Evidence;
import io.credentialbroker.core.iam.explain.FailedCall;
import io.credentialbroker.core.iam.explain.FailureExplanation;
import io.credentialbroker.core.iam.explain.LikelyCause;
import io.credentialbroker.core.iam.explain.Mending;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.region.KnownRegions;
import io.credentialbroker.core.region.RegionDomain;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The causes of a failure where the step itself tells more than the call does. */
final class StepCauses {
  private StepCauses() {}

  /**
   * The causes, the surest first.
   *
   * @param endpoint where the call went, or would have gone; absent where there is none
   * @param answered whether an earlier step has just got its answer from there
   */
  static List<LikelyCause> of(Recipe step, Failure failure, @Nullable StsEndpoint endpoint,
      boolean answered, FailedCall call) {
    return switch (failure.reason()) {
      case LOCAL_CONFIGURATION -> one(Cause.LOCAL, failure.message(), new Mending.Step(failure.remedy()));
      case SIGN_IN_NEEDED -> one(Cause.SIGN_IN, failure.message(), new Mending.Step(failure.remedy()));
      case EXPIRED_INPUT -> step instanceof Recipe.StaticKeys
          ? one(Cause.EXPIRED, "The session in the file has expired, and nothing renews it there.",
              Mending.ProfileKey.ofPerson("aws_session_token",
                  "a new one, with its keys; or a source that renews itself, such as an sso_session"))
          : FailureExplanation.of(call);
      case UNREACHABLE -> answered ? flaky(endpoint, failure) : unreachable(endpoint, failure, call);
      case UPSTREAM_ERROR, THROTTLED, IDENTITY_PROVIDER_UNREACHABLE, MALFORMED_ANSWER, ACCESS_DENIED,
          INVALID_KEY, SIGNATURE_MISMATCH, IDENTITY_REJECTED, REGION_DISABLED, POLICY_REFUSED,
          INVALID_PARAMETER, MFA_NEEDED, INTERNAL ->
        FailureExplanation.of(call);
    };
  }

  private static List<LikelyCause> unreachable(@Nullable StsEndpoint endpoint, Failure failure,
      FailedCall call) {
    if (endpoint != null && endpoint.override() != null) {
      return one(Cause.UNREACHABLE, "The endpoint that is configured does not answer: " + failure.message(),
          otherEndpoint(endpoint.region(), endpoint.override()));
    }
    if (endpoint != null && !KnownRegions.contains(endpoint.region())) {
      return one(Cause.NO_SUCH_REGION, "No region is known by the name '" + endpoint.region() + "'.",
          KnownRegions.nearest(endpoint.region()).map(right -> Mending.ProfileKey.exactly("region", right))
              .orElseGet(() -> Mending.ProfileKey.ofPerson("region", "a region that exists")));
    }
    return FailureExplanation.of(call);
  }

  /** What answers one call and not the next is no wrong address. */
  private static List<LikelyCause> flaky(@Nullable StsEndpoint endpoint, Failure failure) {
    String because = "The endpoint has answered an earlier step, and not this call: " + failure.message();
    var again = new Mending.Step(
        "Try again; if it stays so, look at what stands between: a proxy, a firewall, or"
            + " the server at the endpoint that is configured.");
    var elsewhere = endpoint == null || endpoint.override() == null
        ? List.<Mending>of(again)
        : List.of(again, otherEndpoint(endpoint.region(), endpoint.override()));
    return List.of(new LikelyCause(Cause.UNREACHABLE, Evidence.LIKELY, because, elsewhere));
  }

  private static Mending otherEndpoint(String region, URI silent) {
    // "aws-global" is no part of an address, but that of no region at all
    String domain = RegionDomain.of(region);
    String regional = "https://sts." + (region.equals("aws-global") ? "us-east-1" : region) + '.' + domain;
    String other = KnownRegions.another(region).map(it -> "https://sts." + it + '.' + domain)
        .orElse(regional);
    return new Mending.ProfileKey("endpoint_url", regional.equals(silent.toString()) ? other : regional,
        "an address where STS answers; or remove the key, for AWS's own");
  }

  private static List<LikelyCause> one(Cause cause, String because, Mending mending) {
    return List.of(new LikelyCause(cause, Evidence.CERTAIN, because, List.of(mending)));
  }
}
