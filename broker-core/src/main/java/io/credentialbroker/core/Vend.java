package io.credentialbroker.core;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.session.RoleSession;
import java.time.Duration;

/** The closed set of answers to "may I have the credentials of this profile". */
public sealed interface Vend {

  /** Here they are. */
  record Granted(RoleSession session) implements Vend {}

  /**
   * No, and asking again will not change it until somebody changes something.
   *
   * @param code a stable word for programs, e.g. {@code ProfileNotFound}, {@code NotGranted}
   * @param told what is wrong and what to do, for people; no secret
   */
  record Denied(Kind kind, String code, Told told) implements Vend {
    /** What kind of no, which decides the status code. */
    public enum Kind {
      /** There is no such profile. */
      UNKNOWN_PROFILE,
      /** The profile exists and cannot be served as it is written. */
      BAD_CONFIGURATION,
      /** This caller has no grant for it. */
      NOT_GRANTED,
      /** Nobody gets anything until a person unlocks the broker. */
      LOCKED,
      /** AWS, or whoever is the source, refuses for good. */
      REFUSED_UPSTREAM
    }
  }

  /** A person has to give a one-time code; the remedy names the command to type. */
  record MfaNeeded(Told told) implements Vend {}

  /** A person has to sign in; the remedy names the command to type. */
  record SignInNeeded(Told told) implements Vend {}

  /**
   * Not now: nothing is held and the source does not answer yet.
   *
   * @param waiting whether nothing has failed: the session is still being fetched, and whoever asks again gets it
   */
  record Unavailable(Failure failure, Duration retryAfter, boolean waiting) implements Vend {
    /** Something has failed. */
    public Unavailable(Failure failure, Duration retryAfter) {
      this(failure, retryAfter, false);
    }
  }
}
