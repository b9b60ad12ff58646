package io.credentialbroker.core.aws;

import io.credentialbroker.core.credentials.FailureReason;

/** What to do about a refusal by AWS, in one sentence for each reason. */
final class Remedies {
  private Remedies() {}

  static String of(FailureReason reason) {
    return switch (reason) {
      case UNREACHABLE, UPSTREAM_ERROR, THROTTLED -> "Nothing: the broker tries again by itself.";
      case IDENTITY_PROVIDER_UNREACHABLE ->
        "Check that the identity provider's issuer URL can be reached from the internet.";
      case MALFORMED_ANSWER -> "Check the region, the endpoint and the proxy that are configured.";
      case EXPIRED_INPUT -> "Get new credentials, or a new token, for this step's base.";
      case ACCESS_DENIED ->
        "Check that the caller may make this call and that the role's trust policy names the caller, "
            + "with the external id, MFA and session name that it asks for.";
      case INVALID_KEY -> "Check that the access key exists, is active and belongs to this partition.";
      case SIGNATURE_MISMATCH -> "Check the secret access key and the clock of this machine.";
      case IDENTITY_REJECTED ->
        "Check the token's audience, subject and age against the role's trust policy and the provider.";
      case REGION_DISABLED ->
        "Activate STS for this region in the account settings, or set another region.";
      case POLICY_REFUSED -> "Shorten or mend the session policy and the tags.";
      case INVALID_PARAMETER -> "Change the parameter that is named; a role sets its own longest duration.";
      case MFA_NEEDED -> "Run: broker mfa";
      case SIGN_IN_NEEDED -> "Sign in again.";
      case LOCAL_CONFIGURATION -> "Check the proxy settings of the daemon: the proxy asks for a password.";
      case INTERNAL -> "Try again.";
    };
  }
}
