package io.credentialbroker.server.transport;

import java.io.IOException;

/** A listener, or a file beside it, could not be set up: what happened, where, and what to do. */
public final class ListenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String remedy;

  /** Why, for programs. */
  public enum Reason {
    /** Something listens there already. */
    IN_USE,
    /** Another broker of this user is running. */
    ALREADY_RUNNING,
    /** What lies there is not ours or not what it should be; it was left alone. */
    NOT_OURS,
    /** There is no such place, or the address cannot be bound on this machine. */
    NO_PLACE,
    /** The operating system refused. */
    REFUSED
  }

  /**
   * Says what is wrong.
   *
   * @param message what happened and where, one sentence
   * @param remedy what to do about it, one sentence
   */
  public ListenException(Reason reason, String message, String remedy) {
    super(message);
    this.reason = reason;
    this.remedy = remedy;
  }

  public Reason reason() {
    return reason;
  }

  public String remedy() {
    return remedy;
  }
}
