package io.credentialbroker.core.session;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A program with an AWS SDK in it: it keeps the credentials it was given, signs with them, and comes back when
 * its SDK says so. All times are AWS's, in milliseconds.
 */
abstract sealed class SimulatedClient {
  /** What it does before it signs. */
  enum Need {
    /** Nothing: what it has is good. */
    NOTHING,
    /** It should refresh and may not yet. */
    RATE_LIMITED,
    /** It remembers a refusal and repeats it. */
    REFUSED,
    /** It asks the broker. */
    CONTACT
  }

  /** What comes of a wish to sign. */
  enum Outcome {
    SIGNED, SIGNED_WITH_EXPIRED, FAILED
  }

  /** What the broker has answered. */
  sealed interface Answer {
    /** 200. */
    record Given(String accessKeyId, long expirationMs) implements Answer {}

    /** 5xx, or no answer in time. */
    record Unavailable() implements Answer {}

    /** 4xx. */
    record Refused() implements Answer {}
  }

  static final long MINUTE = Duration.ofMinutes(1).toMillis();

  Answer.@Nullable Given held;

  abstract Need need(long now);

  /** Takes the answer to a {@link Need#CONTACT} and says how the wish to sign ends. */
  abstract Outcome answered(Answer answer, long now);

  /** How the wish to sign ends when the broker is not asked. */
  Outcome unasked(Need need, long now) {
    return need == Need.REFUSED ? Outcome.FAILED : withHeld(now);
  }

  final long left(long now) {
    Answer.Given credentials = held;
    return credentials == null ? Long.MIN_VALUE : credentials.expirationMs() - now;
  }

  final Outcome withHeld(long now) {
    if (held == null) {
      return Outcome.FAILED;
    }
    return left(now) > 0 ? Outcome.SIGNED : Outcome.SIGNED_WITH_EXPIRED;
  }

  /** Tries from 15 minutes before the end on at every signing; from 10 on a failure is an error. */
  static final class Botocore extends SimulatedClient {
    @Override
    Need need(long now) {
      return left(now) < 15 * MINUTE ? Need.CONTACT : Need.NOTHING;
    }

    @Override
    Outcome answered(Answer answer, long now) {
      if (answer instanceof Answer.Given given) {
        held = given;
        return withHeld(now);
      }
      return left(now) < 10 * MINUTE ? Outcome.FAILED : Outcome.SIGNED;
    }
  }

  /** Tries from 5 minutes before the end on; what it has is good until it has run out. */
  static final class JavaScript extends SimulatedClient {
    @Override
    Need need(long now) {
      return left(now) < 5 * MINUTE ? Need.CONTACT : Need.NOTHING;
    }

    @Override
    Outcome answered(Answer answer, long now) {
      if (answer instanceof Answer.Given given) {
        held = given;
        return withHeld(now);
      }
      return left(now) <= 0 ? Outcome.FAILED : Outcome.SIGNED;
    }
  }

  /**
   * The life cycle that the SDKs share from 2026 on: it stays away for 5 to 10 minutes after a failure, and
   * rather signs with expired credentials than not at all.
   */
  static final class Resilient extends SimulatedClient {
    private final Random random;
    private final @Nullable Long backOffMs;
    private final @Nullable Long configuredWindowMs;
    private long windowMs;
    private long quietUntil = Long.MIN_VALUE;
    private long refusedUntil = Long.MIN_VALUE;
    private boolean rejected;

    Resilient(Random random) {
      this(random, null, null);
    }

    Resilient(Random random, @Nullable Long backOffMs, @Nullable Long configuredWindowMs) {
      this.random = random;
      this.backOffMs = backOffMs;
      this.configuredWindowMs = configuredWindowMs;
    }

    long windowMs() {
      return windowMs;
    }

    void hold(Answer.Given given, long now) {
      long lifetime = given.expirationMs() - now;
      held = given;
      rejected = false;
      quietUntil = Long.MIN_VALUE;
      windowMs = configuredWindowMs != null
          ? configuredWindowMs
          : lifetime <= 20 * MINUTE ? 5 * MINUTE : lifetime < 90 * MINUTE ? 15 * MINUTE : 60 * MINUTE;
    }

    /** A service has rejected these credentials. */
    void invalidate(String accessKeyId) {
      rejected |= held != null && held.accessKeyId().equals(accessKeyId);
    }

    @Override
    Need need(long now) {
      if (refusedUntil > now) {
        return Need.REFUSED;
      }
      if (held != null && left(now) >= windowMs && !rejected) {
        return Need.NOTHING;
      }
      return quietUntil > now ? Need.RATE_LIMITED : Need.CONTACT;
    }

    @Override
    Outcome answered(Answer answer, long now) {
      return switch (answer) {
        case Answer.Given given when given.expirationMs() > now -> {
          hold(given, now);
          yield Outcome.SIGNED;
        }
        case Answer.Given _,Answer.Unavailable _ -> {
          if (held != null) {
            quietUntil = now
                + (backOffMs != null ? backOffMs : random.nextLong(5 * MINUTE, 10 * MINUTE));
          }
          yield withHeld(now);
        }
        case Answer.Refused _ -> {
          refusedUntil = now + random.nextLong(1_000, 5_000);
          yield Outcome.FAILED;
        }
      };
    }
  }
}
