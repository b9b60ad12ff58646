package io.credentialbroker.core.iam.explain;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Explains a failed call: its likely causes, the surest first, each with what mends it.
 */
public final class FailureExplanation {
  /** AWS takes signatures made within five minutes of its own time (IAM User Guide, signing). */
  static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

  private FailureExplanation() {}

  /** At least one cause, whatever failed. */
  public static List<LikelyCause> of(FailedCall failed) {
    var causes = new Causes();
    switch (failed.reason()) {
      case ACCESS_DENIED -> denied(failed, causes);
      case SIGNATURE_MISMATCH, INVALID_KEY, EXPIRED_INPUT -> BadKeys.explain(failed, causes);
      case INVALID_PARAMETER, POLICY_REFUSED -> BadParameter.explain(failed, causes);
      case IDENTITY_REJECTED, IDENTITY_PROVIDER_UNREACHABLE -> TokenRefused.explain(failed, causes);
      case MFA_NEEDED -> causes.certain(Cause.MFA, "A one-time code is needed, and none was given.",
          new Mending.Step("Give the code: broker mfa" + Words.profile(failed)));
      case SIGN_IN_NEEDED -> causes.certain(Cause.SIGN_IN, "A person has to sign in again.",
          new Mending.Step("Sign in, with aws sso login or aws login as the profile needs it."));
      case REGION_DISABLED -> regionDisabled(failed, causes);
      case UNREACHABLE ->
        causes.certain(Cause.UNREACHABLE, "The endpoint did not answer: " + failed.message(),
            new Mending.Step(
                "Check network, proxy and DNS, and the endpoint settings of the profile; where only some"
                    + " regions can be reached, its region must be one of them."));
      case THROTTLED -> causes.certain(Cause.THROTTLED, "AWS asked for fewer calls.",
          new Mending.Step("Wait: the broker tries again by itself, ever less often."));
      case UPSTREAM_ERROR, MALFORMED_ANSWER, INTERNAL -> causes.certain(Cause.UPSTREAM,
          "The answer was an error that no setting mends: " + failed.message(),
          new Mending.Step("Wait: the broker tries again by itself. See the log if it goes on."));
      case LOCAL_CONFIGURATION -> causes.certain(Cause.LOCAL, failed.message(),
          new Mending.Step("Mend it on this machine; the daemon sees changes of its files by itself."));
    }
    return causes.inOrder();
  }

  private static void denied(FailedCall failed, Causes causes) {
    switch (failed.call()) {
      case ASSUME_ROLE -> RoleRefused.explain(failed, causes);
      case ASSUME_ROLE_WITH_WEB_IDENTITY, ASSUME_ROLE_WITH_SAML -> TokenRefused.explain(failed, causes);
      case GET_SESSION_TOKEN, GET_FEDERATION_TOKEN, OTHER -> KeysRefused.explain(failed, causes);
    }
  }

  private static void regionDisabled(FailedCall failed, Causes causes) {
    String region = failed.asked().region() == null ? "the region" : failed.asked().region();
    causes.certain(Cause.REGION_DISABLED, "STS is switched off in " + region + " for the account.",
        orElsewhere(failed, "a region where STS is on",
            "Switch it on in the account: IAM console, Account settings, Security Token Service."));
  }

  private static Mending[] orElsewhere(FailedCall failed, String elsewhere, String here) {
    return Stream.concat(Stream.of(new Mending.Step(here)),
        Mending.ProfileKey.otherRegion(failed.asked().region(), elsewhere).stream()).toArray(Mending[]::new);
  }
}
