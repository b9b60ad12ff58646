package io.credentialbroker.core.iam.lint;

/**
 * One thing that is wrong with a policy.
 *
 * @param message what is wrong here, one sentence
 */
public record Finding(Rule rule, String message, Place place) {

  public Severity severity() {
    return rule.severity();
  }

  /** What to do about it, one sentence. */
  public String remedy() {
    return rule.remedy();
  }
}
