package io.credentialbroker.core.iam.policy;

/** A part that no policy can be made of: the message says what is wrong, the remedy what to do about it. */
public final class UnfitException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  UnfitException(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  /** What would be right, in one line. */
  public String remedy() {
    return remedy;
  }
}
