package io.credentialbroker.core.doctor;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.iam.explain.Cause;
import io.credentialbroker.core.iam.explain.Evidence;
import io.credentialbroker.core.iam.explain.LikelyCause;
import io.credentialbroker.core.iam.explain.Mending;
import io.credentialbroker.core.profile.Recipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a failure of what gives credentials without STS: a command, the instance's or the container's metadata, a
 * sign-in. Nothing that is known of calls of STS fits there; the failure's own words do.
 */
final class SourceCauses {
  private SourceCauses() {}

  /** The one cause; empty for a step that calls STS, or that makes no call at all. */
  static List<LikelyCause> of(Recipe step, Failure failure) {
    return switch (step) {
      case Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.Process _,Recipe.Sso _,Recipe.Login _ ->
        List.of(new LikelyCause(cause(failure.reason()), Evidence.CERTAIN, failure.message(),
            List.of(new Mending.Step(toDo(step, failure)))));
      case Recipe.StaticKeys _,Recipe.Environment _,Recipe.SessionToken _,Recipe.FederationToken _,Recipe.AssumeRole _,Recipe.WebIdentity _,Recipe.Saml _ ->
        List.of();
    };
  }

  private static String toDo(Recipe step, Failure failure) {
    String own = failure.reason() == FailureReason.UNREACHABLE ? unreachable(step) : null;
    return own == null ? failure.remedy() : own;
  }

  /** The network is the last thing to look at where the address is this machine's or its cloud's. */
  private static @Nullable String unreachable(Recipe step) {
    return switch (step) {
      case Recipe.InstanceMetadata _ ->
        "It is there on EC2 instances only: start the daemon on one, or give the profile another source. Where"
            + " ec2_metadata_service_endpoint or its variable names another address, look at that.";
      case Recipe.ContainerEndpoint _ ->
        "Look at the address in AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI"
            + " of the daemon's environment.";
      case Recipe.Process _,Recipe.Sso _,Recipe.Login _,Recipe.StaticKeys _,Recipe.Environment _,Recipe.SessionToken _,Recipe.FederationToken _,Recipe.AssumeRole _,Recipe.WebIdentity _,Recipe.Saml _ ->
        null;
    };
  }

  private static Cause cause(FailureReason reason) {
    return switch (reason) {
      case UNREACHABLE, IDENTITY_PROVIDER_UNREACHABLE -> Cause.UNREACHABLE;
      case THROTTLED -> Cause.THROTTLED;
      case UPSTREAM_ERROR, INTERNAL, MALFORMED_ANSWER -> Cause.UPSTREAM;
      case SIGN_IN_NEEDED -> Cause.SIGN_IN;
      case EXPIRED_INPUT -> Cause.EXPIRED;
      case ACCESS_DENIED -> Cause.CALLER_NOT_ALLOWED;
      case REGION_DISABLED -> Cause.REGION_DISABLED;
      case MFA_NEEDED -> Cause.MFA;
      case INVALID_PARAMETER, POLICY_REFUSED -> Cause.PARAMETER;
      case INVALID_KEY, SIGNATURE_MISMATCH, IDENTITY_REJECTED -> Cause.TOKEN_REJECTED;
      case LOCAL_CONFIGURATION -> Cause.LOCAL;
    };
  }
}
