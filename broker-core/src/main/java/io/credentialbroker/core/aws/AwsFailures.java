package io.credentialbroker.core.aws;

import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.http.HttpFailures;
import io.credentialbroker.core.secret.SafeText;
import io.credentialbroker.core.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The one function from what an SDK client throws to a {@link Failure}. */
public final class AwsFailures {
  /** A validation error quotes the parameter, and some parameters are secret. */
  private static final Pattern QUOTED_SECRET = Pattern.compile(
      "Value '[^']*' at '(tokenCode|webIdentityToken|[sS]AMLAssertion|assertion|accessToken|refreshToken)'");

  private AwsFailures() {}

  /**
   * What an exception means.
   *
   * @param step the recipe step that made the call
   * @param service the service's name for people, e.g. {@code STS}
   * @param error whatever the client's future ended with, unwrapped
   * @param now by this machine's clock, compared with the answer's {@code Date}
   * @param used the secrets that went into the call, which never appear in the failure
   */
  public static Failure of(String step, String service, Throwable error, Instant now,
      Collection<Secret> used) {
    return switch (error) {
      case AwsServiceException answered -> refused(step, service, answered, now, used);
      case SdkClientException local -> withoutAnswer(step, service, local);
      case ExchangeFailedException failed -> HttpFailures.ofService(step, service, failed.broken());
      case Throwable other -> Attempt.unexpected(step, other);
    };
  }

  private static Failure refused(String step, String service, AwsServiceException error, Instant now,
      Collection<Secret> used) {
    AwsErrorDetails details = error.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    var http = Optional.ofNullable(details).map(AwsErrorDetails::sdkHttpResponse);
    FailureReason reason = AwsErrorCodes.reason(code, error.statusCode());
    Optional<ClockSkew> skew = header(http, "Date").flatMap(date -> ClockSkew.of(service, date, now))
        .filter(ClockSkew::breaksSignatures);
    Duration wish = HttpFailures.retryAfter(header(http, "Retry-After").orElse(null), now).orElse(null);
    String message = words(service, error, code, reason, used);
    boolean clock = skew.isPresent() && reason == FailureReason.SIGNATURE_MISMATCH;
    return new Failure(reason, step, clock ? message + ' ' + skew.get().inWords() : message,
        Remedies.of(reason),
        code == null ? null : SafeText.of(code, used), wish);
  }

  private static String words(String service, AwsServiceException error, @Nullable String code,
      FailureReason reason, Collection<Secret> used) {
    if (reason == FailureReason.SIGNATURE_MISMATCH) {
      // STS quotes the canonical request here, and that holds the session token.
      return service + " refused the signature.";
    }
    if (code == null || error.awsErrorDetails().errorMessage() == null) {
      return service + " answered with HTTP status " + error.statusCode() + " and no error message.";
    }
    String said = QUOTED_SECRET.matcher(error.awsErrorDetails().errorMessage())
        .replaceAll("The value at '$1'");
    return sentence(service + " said: " + SafeText.of(said, used));
  }

  private static Failure withoutAnswer(String step, String service, SdkClientException error) {
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ExchangeFailedException failed) {
        return HttpFailures.ofService(step, service, failed.broken());
      }
    }
    return Failure.of(FailureReason.MALFORMED_ANSWER, step,
        service + " answered something that is not its protocol, or the call could not be made.",
        "Check the region, the endpoint and the proxy that are configured.");
  }

  private static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("!") || text.endsWith("…") ? text : text + '.';
  }

  private static Optional<String> header(Optional<SdkHttpResponse> http, String name) {
    return http.flatMap(response -> response.firstMatchingHeader(name));
  }
}
