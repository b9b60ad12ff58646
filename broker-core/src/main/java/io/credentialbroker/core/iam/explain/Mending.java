package io.credentialbroker.core.iam.explain;

import io.credentialbroker.core.iam.PolicyDocument;

/** What mends a cause, ready to paste. */
public sealed interface Mending {
  /**
   * A policy for the caller.
   *
   * @param caller who gets it, in words
   */
  record CallerPolicy(String caller, PolicyDocument policy) implements Mending {}

  /**
   * A statement, or several, for the role's trust policy.
   *
   * @param role the role's ARN
   */
  record TrustStatement(String role, PolicyDocument policy) implements Mending {}

  /**
   * A key of the profile.
   *
   * @param value what to write, or in words what belongs there
   */
  record ProfileKey(String key, String value) implements Mending {}

  /** Something else to do, one sentence. */
  record Step(String text) implements Mending {}
}
