package io.credentialbroker.core.sts;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;

/**
 * A wrong or used one-time code comes back as {@code AccessDenied} like any other refusal; only its text tells
 * that a person can mend it by typing another.
 */
final class MfaRefusals {
  private static final String WRONG_CODE = "one time pass code";

  private MfaRefusals() {}

  /** The failure, as MFA_NEEDED where it is about the code. */
  static Failure recognised(Failure failure) {
    return failure.reason() == FailureReason.ACCESS_DENIED && failure.message().contains(WRONG_CODE)
        ? new Failure(FailureReason.MFA_NEEDED, failure.step(), failure.message(),
            "Wait for the next code and give that one; a code works once.", failure.upstreamCode(),
            failure.retryAfter())
        : failure;
  }
}
