package io.credentialbroker.server;

/** Why the daemon cannot start, in words for the person who started it. */
final class Fault extends Exception {
  /** Could not start, or {@code --check} found something. */
  static final int FAILED = 1;
  /** Wrong usage. */
  static final int USAGE = 2;
  /** Another daemon runs here. */
  static final int RUNNING = 3;

  private static final long serialVersionUID = 1L;

  private final String hint;
  private final int exit;

  Fault(String message, String hint, int exit) {
    super(message);
    this.hint = hint;
    this.exit = exit;
  }

  Fault(String message, String hint) {
    this(message, hint, FAILED);
  }

  /** What to do about it. */
  String hint() {
    return hint;
  }

  /** The exit code. */
  int exit() {
    return exit;
  }
}
