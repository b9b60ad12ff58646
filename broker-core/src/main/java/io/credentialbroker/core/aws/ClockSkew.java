package io.credentialbroker.core.aws;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far this machine's clock is from an AWS endpoint's, as told by the {@code Date} header of an answer.
 * The header counts whole seconds and the answer has travelled, so a second or two mean nothing.
 *
 * @param endpoint the host that answered
 * @param measured when it was measured, by this machine's clock
 * @param ahead how much later AWS's clock is; negative where this machine's clock is the later one
 */
public record ClockSkew(String endpoint, Instant measured, Duration ahead) {

  /** AWS refuses signatures that are further off than this. */
  public static final Duration TOLERATED = Duration.ofMinutes(5);

  /** The skew that a {@code Date} header tells; nothing where there is none, or none that can be read. */
  public static Optional<ClockSkew> of(String endpoint, @Nullable String date, Instant now) {
    if (date == null) {
      return Optional.empty();
    }
    try {
      var theirs = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip(), Instant::from);
      return Optional.of(new ClockSkew(endpoint, now, Duration.between(now, theirs)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** What the endpoint's clock shows when this machine's shows {@code local}. */
  public Instant corrected(Instant local) {
    return local.plus(ahead);
  }

  /** Whether signatures made by this machine's clock are refused. */
  public boolean breaksSignatures() {
    return ahead.abs().compareTo(TOLERATED) >= 0;
  }

  /** For people: {@code The clock of this machine is 10 minutes behind AWS's.} */
  public String inWords() {
    long minutes = Math.max(1, (ahead.abs().toSeconds() + 30) / 60);
    return "The clock of this machine is " + minutes + (minutes == 1 ? " minute " : " minutes ")
        + (ahead.isNegative() ? "ahead of" : "behind") + " AWS's.";
  }
}
