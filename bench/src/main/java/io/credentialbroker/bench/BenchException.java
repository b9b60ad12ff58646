package io.credentialbroker.bench;

/** Something that a person who runs the benchmarks has to mend. */
final class BenchException extends Exception {
  private static final long serialVersionUID = 1;

  private final String hint;

  BenchException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  String hint() {
    return hint;
  }
}
