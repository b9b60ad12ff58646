package io.credentialbroker.core.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.FailureReason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsErrorCodesTest {
  @ParameterizedTest
  @ValueSource(strings = { "Throttling", "ThrottlingException", "ThrottledException",
      "RequestThrottledException",
      "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
      "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled",
      "SlowDown",
      "PriorRequestNotComplete", "EC2ThrottledException"})
  void reason_everyThrottlingCodeOfBotocore_isThrottled(String code) {
    assertThat(AwsErrorCodes.reason(code, 400)).isEqualTo(FailureReason.THROTTLED);
  }

  @ParameterizedTest
  @ValueSource(strings = { "IDPCommunicationError", "RequestTimeout", "RequestTimeoutException"})
  void reason_otherRetryableCodes_areRecoverable(String code) {
    assertThat(AwsErrorCodes.reason(code, 400).recoverable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = { "AccessDenied", "ExpiredToken", "ExpiredTokenException", "MalformedPolicyDocument",
      "PackedPolicyTooLarge", "RegionDisabledException", "IDPRejectedClaim", "InvalidIdentityToken",
      "InvalidClientTokenId", "SignatureDoesNotMatch", "ValidationError",
      "SessionDurationEscalationException",
      "JWTPayloadSizeExceededException", "RequestExpired", "MissingAuthenticationToken"})
  void reason_terminalCodes_areNotRecoverable(String code) {
    assertThat(AwsErrorCodes.reason(code, 403).recoverable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({ "500,UPSTREAM_ERROR", "502,UPSTREAM_ERROR", "503,UPSTREAM_ERROR", "504,UPSTREAM_ERROR",
      "429,THROTTLED", "408,UNREACHABLE", "407,LOCAL_CONFIGURATION", "403,MALFORMED_ANSWER",
      "400,MALFORMED_ANSWER", "301,MALFORMED_ANSWER"})
  void reason_withoutACode_goesByTheStatus(int status, FailureReason reason) {
    assertThat(AwsErrorCodes.reason(null, status)).isEqualTo(reason);
    assertThat(AwsErrorCodes.reason(" ", status)).isEqualTo(reason);
  }

  @Test
  void reason_anUnknownCodeWithA5xx_isRecoverable() {
    assertThat(AwsErrorCodes.reason("SomethingNew", 500)).isEqualTo(FailureReason.UPSTREAM_ERROR);
    assertThat(AwsErrorCodes.reason("SomethingNew", 429)).isEqualTo(FailureReason.THROTTLED);
  }

  @Test
  void remedies_everyReason_hasASentence() {
    assertThat(Arrays.stream(FailureReason.values()).map(Remedies::of)).allSatisfy(
        remedy -> assertThat(remedy).isNotBlank());
  }
}
