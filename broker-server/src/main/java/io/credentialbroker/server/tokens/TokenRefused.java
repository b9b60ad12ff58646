package io.credentialbroker.server.tokens;

import io.credentialbroker.core.credentials.Told;

/** A token cannot be made, or revoked, as it was asked for. */
public final class TokenRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient Told told;

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
   * @param told what happened and what to do
   */
  TokenRefused(Reason reason, Told told) {
    super(told.text());
    this.reason = reason;
    this.told = told;
  }

  public Reason reason() {
    return reason;
  }

  public Told told() {
    return told;
  }
}
