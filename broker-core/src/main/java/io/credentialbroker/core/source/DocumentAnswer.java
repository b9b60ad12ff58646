package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.http.HttpFailures;
import io.credentialbroker.core.secret.SafeText;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From the answers of metadata services and token endpoints, which speak plain HTTP and JSON, to failures. */
final class DocumentAnswer {
  private static final int OK = 200;

  private DocumentAnswer() {}

  /**
   * Throws a {@link FailureException} for every status but 200, which is the only success SDKs accept.
   *
   * @param refused what to do when it refuses (401, 403)
   */
  static void expectOk(String step, String who, String refused, HttpResponse<byte[]> answer, Instant now) {
    int status = answer.statusCode();
    if (status == OK) {
      return;
    }
    String code = word(step, who, answer, "Code", "code");
    String said = word(step, who, answer, "Message", "message");
    throw new FailureException(new Failure(reason(status), step,
        who + " answered " + status + (code == null ? "" : " (" + code + ")")
            + (said == null ? "." : ": " + said),
        remedy(status, refused), code,
        HttpFailures.retryAfter(answer.headers().firstValue("Retry-After").orElse(null), now).orElse(null)));
  }

  /** What an exchange that brought no answer means. */
  static Failure broken(String step, String who, Throwable error) {
    return error instanceof IOException io ? HttpFailures.of(step, who, io) : Attempt.unexpected(step, error);
  }

  private static FailureReason reason(int status) {
    return switch (status) {
      case 401, 403 -> FailureReason.ACCESS_DENIED;
      case 408 -> FailureReason.UNREACHABLE;
      case 429 -> FailureReason.THROTTLED;
      default -> status >= 500
          ? FailureReason.UPSTREAM_ERROR
          : status >= 400 ? FailureReason.LOCAL_CONFIGURATION : FailureReason.MALFORMED_ANSWER;
    };
  }

  private static String remedy(int status, String refused) {
    return status == 401 || status == 403
        ? refused
        : status >= 500 || status == 429 || status == 408
            ? "Nothing: the broker tries again by itself."
            : "Check the address that is configured for it.";
  }

  private static @Nullable String word(String step, String who, HttpResponse<byte[]> answer, String... keys) {
    try {
      var document = CredentialDocument.read(step, who, answer.body());
      for (String key : keys) {
        String text = document.text(key);
        if (text != null) {
          return SafeText.of(text);
        }
      }
      return null;
    } catch (FailureException _) {
      return null; // an error without a JSON body is just its status
    }
  }
}
