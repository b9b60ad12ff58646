package io.credentialbroker.server.tokens;

/** A token cannot be made, or revoked, as it was asked for. */
public final class TokenRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why. */
  public enum Reason {
    /** Another client has that name. */
    NAME_TAKEN,
    /** There is no token of that name. */
    NOT_FOUND,
    /** There are as many tokens as there may be. */
    TOO_MANY,
    /** The file of the tokens cannot be read or written. */
    NOT_KEPT
  }

  /**
   * Says what is wrong.
   *
   * @param message what happened and what to do
   */
  TokenRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
