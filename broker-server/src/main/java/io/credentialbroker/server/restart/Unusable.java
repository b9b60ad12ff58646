package io.credentialbroker.server.restart;

/** A file that cannot be used; the message completes a sentence that begins with its name. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  Unusable(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  /** What to do about it, one sentence. */
  String remedy() {
    return remedy;
  }
}
