package io.credentialbroker.core.iam.lint;

/** What a policy is for, which decides what it must and must not hold. */
public enum PolicyKind {
  /** Says who may assume a role; hangs on the role. */
  TRUST("trust policy"),
  /** Says what a principal may do, here: which roles it may assume; hangs on a user, group or role. */
  IDENTITY("identity policy");

  private final String words;

  PolicyKind(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
