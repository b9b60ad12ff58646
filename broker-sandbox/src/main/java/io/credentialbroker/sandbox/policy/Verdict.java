package io.credentialbroker.sandbox.policy;

/** What one policy document says about one request. */
public enum Verdict {
  /** No statement matches. */
  SILENT,
  /** A statement allows it, to the caller's account as a whole: the caller's own policies must allow it too. */
  ALLOWED_TO_ACCOUNT,
  /** A statement allows it, to this caller by name, to everybody, or (identity policies) to their bearer. */
  ALLOWED,
  /** A statement denies it, whatever else allows it. */
  DENIED;

  /** The word that counts when several documents, or statements, speak. */
  public Verdict and(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public boolean isAllow() {
    return this == ALLOWED || this == ALLOWED_TO_ACCOUNT;
  }
}
