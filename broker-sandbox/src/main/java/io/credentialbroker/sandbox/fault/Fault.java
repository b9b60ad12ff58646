package io.credentialbroker.sandbox.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong with one call. */
public sealed interface Fault {
  /** The answer comes this much later. */
  record Latency(Duration delay) implements Fault {
    public Latency {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("a latency is not negative: " + delay);
      }
    }
  }

  /**
   * The service answers an error, in its own protocol.
   *
   * @param status HTTP status
   * @param code the error code, e.g. {@code Throttling}
   * @param retryAfter becomes the {@code Retry-After} header, in whole seconds
   */
  record ErrorAnswer(int status, String code, String message, @Nullable Duration retryAfter)
      implements
        Fault {
    public ErrorAnswer {
      if (status < 300 || status > 599) {
        throw new IllegalArgumentException("an error has a status from 300 to 599, not " + status);
      }
    }
  }

  /** The request is read, and the connection reset. */
  record Reset() implements Fault {}

  /** The head announces the whole body, half of it comes, then the connection closes. */
  record Truncated() implements Fault {}

  /**
   * Status 200 and a body that is far too long.
   *
   * @param bytes its length
   */
  record Oversized(long bytes) implements Fault {
    public Oversized {
      if (bytes < 0) {
        throw new IllegalArgumentException("a length is not negative: " + bytes);
      }
    }
  }

  /** Status 200 and a body of noise. */
  record Nonsense() implements Fault {}

  /** The request is read and never answered; the connection stays open. */
  record BlackHole() implements Fault {}

  /** The {@code Date} header of the answer is off by this much; the answer is otherwise right. */
  record SkewedDate(Duration by) implements Fault {}

  /** What STS answers a caller that asks too often. */
  static Fault throttling() {
    return new ErrorAnswer(400, "Throttling", "Rate exceeded", null);
  }

  /** A service that is down. */
  static Fault unavailable() {
    return new ErrorAnswer(503, "ServiceUnavailable", "Service is unavailable. Please try again.", null);
  }

  /** A service that broke. */
  static Fault internalFailure() {
    return new ErrorAnswer(500, "InternalFailure",
        "The request processing has failed because of an unknown error, exception or failure.", null);
  }
}
