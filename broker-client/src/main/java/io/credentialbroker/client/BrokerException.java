package io.credentialbroker.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why the daemon's answer could not be had, in words for a person and without any secret. It carries no cause:
 * what it says is all there is to know.
 */
public final class BrokerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of no; a program decides by it, and the command's exit code follows from it. */
  public enum Kind {
    /** Nobody answers on the socket. */
    NO_DAEMON,
    /** The daemon cannot take what was asked for as it is written, e.g. a duration that cannot be. */
    BAD_REQUEST,
    /** The daemon refuses, and trying again will not change that. */
    REFUSED,
    /** A person has to give a one-time code or sign in. */
    PERSON_NEEDED,
    /** Not now: trying again later may help. */
    UNAVAILABLE,
    /** What answers is not a brokerd, or its answer was cut off or out of all proportion. */
    BAD_ANSWER,
    /** Client and daemon speak different versions of the control API. */
    VERSION,
    /** Something on this side is wrong: a folder, a file, a variable. */
    LOCAL
  }

  private final Kind kind;
  private final String message;
  private final String hint;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;

  public BrokerException(Kind kind, String message, String hint) {
    this(kind, message, hint, null, null);
  }

  BrokerException(Kind kind, String message, String hint, @Nullable String code,
      @Nullable Duration retryAfter) {
    super(message, null, false, true);
    this.kind = kind;
    this.message = message;
    this.hint = hint;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** What happened, never absent. */
  @Override
  public String getMessage() {
    return message;
  }

  public Kind kind() {
    return kind;
  }

  /** What to do about it; empty where there is nothing to do, or an older daemon has said it in the message. */
  public String hint() {
    return hint;
  }

  /** The stable word that the daemon gave, e.g. {@code ProfileNotFound}; null where it gave none. */
  public @Nullable String code() {
    return code;
  }

  /** How long to wait before asking again, in whole seconds; null where the daemon does not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
