package io.credentialbroker.core.sts;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import org.jspecify.annotations.Nullable;

/** Who some credentials are, as {@code GetCallerIdentity} tells. */
public record CallerIdentity(String accountId, String arn, String userId) {

  static CallerIdentity checked(String step, @Nullable String accountId, @Nullable String arn,
      @Nullable String userId) {
    if (accountId == null || arn == null || userId == null) {
      throw new FailureException(Failure.of(FailureReason.MALFORMED_ANSWER, step,
          "STS answered without an identity.",
          "Check that the endpoint is STS: region, endpoint override and proxy."));
    }
    return new CallerIdentity(accountId, arn, userId);
  }
}
