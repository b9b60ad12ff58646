package io.credentialbroker.server.policy;

/** Why nothing can be made of what was given, and what to do about it. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  Unusable(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  String hint() {
    return hint;
  }
}
