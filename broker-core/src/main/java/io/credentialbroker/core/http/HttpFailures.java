package io.credentialbroker.core.http;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * From a call that brought no whole answer to a {@link Failure}. The exceptions' own messages are left out:
 * what they quote is not ours to know.
 */
public final class HttpFailures {
  private static final String LATER = "Check the network; the broker tries again by itself.";

  /** A network that works knows no name that was made of a mistyped region. */
  private static final String NAME = "Check the network and the name of the region or endpoint"
      + " ('broker doctor PROFILE' does both); the broker tries again by itself.";

  private static final Duration LONGEST_WISH = Duration.ofHours(1);

  private HttpFailures() {}

  /**
   * What an I/O error means.
   *
   * @param who answers, or should have, e.g. {@code STS} or {@code The instance metadata service}
   */
  public static Failure of(String step, String who, IOException error) {
    return switch (error) {
      case AnswerTooLargeException _ -> Failure.of(FailureReason.MALFORMED_ANSWER, step,
          who + " sent an answer of more than " + HttpCalls.SIZE_LIMIT / 1024 + " KiB.",
          "Check the endpoint and the proxy that are configured.");
      case HttpTimeoutException _ -> unreachable(step, who + " did not answer in time.");
      case SSLException _ -> Failure.of(FailureReason.UNREACHABLE, step,
          "The TLS connection to " + within(who) + " failed.",
          "Check that the endpoint's certificate is one that this machine trusts, and the proxy.");
      case IOException unknown when isUnresolved(unknown) ->
        unreachable(step, "The name of " + within(who) + " could not be resolved.");
      case ConnectException _ -> unreachable(step, "No connection to " + within(who) + " could be made.");
      default -> unreachable(step, "The connection to " + within(who) + " broke off.");
    };
  }

  /** The same of a service whose host name is made of a region, or of an endpoint, that a person wrote. */
  public static Failure ofService(String step, String who, IOException error) {
    Failure failure = of(step, who, error);
    return isUnresolved(error) ? Failure.of(failure.reason(), step, failure.message(), NAME) : failure;
  }

  /** What a {@code Retry-After} header asks for, an hour at most: seconds or a date. */
  public static Optional<Duration> retryAfter(@Nullable String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    String value = header.strip();
    try {
      Duration wish = value.chars().allMatch(Character::isDigit)
          ? Duration.ofSeconds(Long.parseLong(value))
          : Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
      return wish.isNegative()
          ? Optional.empty()
          : Optional.of(wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish);
    } catch (DateTimeException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** As it stands in a sentence that it does not begin. */
  private static String within(String who) {
    return who.startsWith("The ") ? "the " + who.substring("The ".length()) : who;
  }

  private static boolean isUnresolved(IOException error) {
    return error instanceof UnknownHostException
        || (error instanceof ConnectException && hasUnresolvedCause(error));
  }

  private static boolean hasUnresolvedCause(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  private static Failure unreachable(String step, String message) {
    return Failure.of(FailureReason.UNREACHABLE, step, message, LATER);
  }
}
