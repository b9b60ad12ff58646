package io.credentialbroker.core.credentials;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One failed attempt to get credentials, in words that a person can act on and without any secret.
 *
 * @param reason which of the closed set
 * @param step the recipe step at which it happened, e.g. {@code AssumeRole arn:aws:iam::123456789012:role/deploy}
 * @param message what happened, one sentence, which gets its full stop here if it has none; contains no text that could carry a secret
 * @param remedy what to do about it, one sentence
 * @param upstreamCode the error code the upstream gave, e.g. {@code AccessDenied}
 * @param retryAfter how long the upstream asked us to wait
 */
public record Failure(FailureReason reason, String step, String message, String remedy,
    @Nullable String upstreamCode, @Nullable Duration retryAfter) {
  public Failure {
    // Whoever shows it sets the remedy behind it, and what AWS or a command has said may end anyhow.
    message = Sentence.ended(message);
  }

  public static Failure of(FailureReason reason, String step, String message, String remedy) {
    return new Failure(reason, step, message, remedy, null, null);
  }

  /** Where it happened, what, and what to do. */
  public Told told() {
    return new Told(step + ": " + message, remedy);
  }

  public boolean recoverable() {
    return reason.recoverable();
  }
}
