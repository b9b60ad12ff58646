package io.credentialbroker.core.aws;

import io.credentialbroker.core.credentials.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * From an AWS error code and HTTP status to the closed set of reasons. What is retryable follows botocore's
 * standard retry mode and the STS API reference; everything not named there is terminal.
 */
final class AwsErrorCodes {
  private AwsErrorCodes() {}

  /** The reason behind an answer that is not a success; {@code code} is absent where none could be read. */
  static FailureReason reason(@Nullable String code, int status) {
    return code == null || code.isBlank() ? byStatus(status) : byCode(code, status);
  }

  private static FailureReason byCode(String code, int status) {
    return switch (code) {
      case "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
          "RequestThrottled", "TooManyRequestsException", "TooManyRequests", "RequestLimitExceeded",
          "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "PriorRequestNotComplete",
          "ProvisionedThroughputExceededException", "TransactionInProgressException",
          "EC2ThrottledException", "slow_down" ->
        FailureReason.THROTTLED;
      case "RequestTimeout", "RequestTimeoutException" -> FailureReason.UNREACHABLE;
      case "IDPCommunicationError", "IDPCommunicationErrorException" ->
        FailureReason.IDENTITY_PROVIDER_UNREACHABLE;
      case "ExpiredToken", "ExpiredTokenException" -> FailureReason.EXPIRED_INPUT;
      case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "ForbiddenException" ->
        FailureReason.ACCESS_DENIED;
      case "InvalidClientTokenId", "InvalidAccessKeyId", "UnrecognizedClientException",
          "MissingAuthenticationToken", "MissingAuthenticationTokenException" ->
        FailureReason.INVALID_KEY;
      case "SignatureDoesNotMatch", "IncompleteSignature", "InvalidSignatureException", "AuthFailure",
          "RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture" ->
        FailureReason.SIGNATURE_MISMATCH;
      case "IDPRejectedClaim", "IDPRejectedClaimException", "InvalidIdentityToken",
          "InvalidIdentityTokenException" ->
        FailureReason.IDENTITY_REJECTED;
      case "RegionDisabledException", "RegionDisabled" -> FailureReason.REGION_DISABLED;
      case "MalformedPolicyDocument", "MalformedPolicyDocumentException", "PackedPolicyTooLarge",
          "PackedPolicyTooLargeException" ->
        FailureReason.POLICY_REFUSED;
      default -> status >= 500 || status == 429 ? byStatus(status) : FailureReason.INVALID_PARAMETER;
    };
  }

  /** An answer without AWS's error code: a gateway's or a proxy's page, as likely as not. */
  private static FailureReason byStatus(int status) {
    return switch (status) {
      case 408 -> FailureReason.UNREACHABLE;
      case 429 -> FailureReason.THROTTLED;
      case 407 -> FailureReason.LOCAL_CONFIGURATION;
      default -> status >= 500 ? FailureReason.UPSTREAM_ERROR : FailureReason.MALFORMED_ANSWER;
    };
  }
}
