package io.credentialbroker.core.sts;

import io.credentialbroker.core.aws.ClockSkew;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.StsResponse;

/**
 * A successful answer, not yet believed. Only its parts are touched: the {@code toString} of the SDK's classes
 * prints session tokens.
 *
 * @param given the keys; absent where the answer had none
 * @param arn whom the keys stand for, where the call tells
 * @param accountId the account, where it is known otherwise than from the ARN
 * @param asked the duration that was asked for, or the longest that the call can give
 */
record StsAnswer(StsResponse response, software.amazon.awssdk.services.sts.model.@Nullable Credentials given,
    @Nullable String arn, @Nullable String accountId, Duration asked) {

  /** An answer that tells the account, if at all, by its ARN. */
  StsAnswer(StsResponse response, software.amazon.awssdk.services.sts.model.@Nullable Credentials given,
      @Nullable String arn, Duration asked) {
    this(response, given, arn, account(arn), asked);
  }

  /** How much longer than asked for a session may be: a clock's inaccuracy and the time of the call. */
  private static final Duration LENIENCE = Duration.ofSeconds(60);

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  /**
   * The credentials, if the answer makes sense.
   *
   * <p>Whether the expiration does is judged by the answer's own {@code Date}: the clock of this machine may be
   * wrong by more than a session lasts, and a call without a signature succeeds nevertheless.
   */
  Credentials checked(String step, Instant now) {
    if (given == null || blank(given.accessKeyId()) || blank(given.secretAccessKey())
        || blank(given.sessionToken()) || given.expiration() == null) {
      throw nonsense(step, "STS answered without complete credentials.");
    }
    Instant theirs = response.sdkHttpResponse()
        .firstMatchingHeader("Date")
        .flatMap(date -> ClockSkew.of("STS", date, now))
        .map(skew -> skew.corrected(now))
        .orElse(now);
    if (!given.expiration().isAfter(theirs)) {
      throw nonsense(step, "STS answered with credentials that have expired already.");
    }
    if (given.expiration().isAfter(theirs.plus(asked).plus(LENIENCE))) {
      throw nonsense(step, "STS answered with credentials that live longer than was asked for.");
    }
    return new Credentials(given.accessKeyId(), Secret.of(given.secretAccessKey()),
        Secret.of(given.sessionToken()), given.expiration(), accountId, blank(arn) ? null : arn);
  }

  /** The account in an ARN; null where there is none. */
  static @Nullable String account(@Nullable String arn) {
    String[] parts = arn == null ? new String[0] : arn.split(":", 6);
    return parts.length == 6 && ACCOUNT.matcher(parts[4]).matches() ? parts[4] : null;
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static FailureException nonsense(String step, String message) {
    return new FailureException(Failure.of(FailureReason.MALFORMED_ANSWER, step, message,
        "Check that the endpoint is STS: region, endpoint override and proxy."));
  }
}
