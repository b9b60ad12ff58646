package io.credentialbroker.core.iam.explain;

import io.credentialbroker.core.iam.Arn;
import io.credentialbroker.core.iam.policy.TrustedParty;
import java.util.Optional;

/**
 * Who made the call, from the ARN that {@code GetCallerIdentity} answers.
 */
record Caller(Arn arn) {
  private static final String ASSUMED = "assumed-role/";
  private static final String SSO = "AWSReservedSSO_";

  static Optional<Caller> of(FailedCall failed) {
    String arn = failed.known().callerArn();
    return arn == null ? Optional.empty() : Arn.parse(arn).map(Caller::new);
  }

  boolean isRoot() {
    return arn.resource().equals("root");
  }

  /** Whether it is the session of a role. */
  boolean isSession() {
    return arn.resource().startsWith(ASSUMED);
  }

  boolean isIn(String account) {
    return arn.account().equals(account);
  }

  boolean isIn(Arn other) {
    return arn.partition().equals(other.partition());
  }

  /** In words, for a sentence. */
  String words() {
    return arn.resource().startsWith(ASSUMED) ? "role " + roleName() : arn.resource().replaceFirst("/", " ");
  }

  /**
   * As a trust policy names the caller; empty for the root user and federated users. A session is named by its
   * role. Its ARN does not tell the role's path, so a role with one has to be completed by hand.
   */
  Optional<TrustedParty> party() {
    if (!Arn.isAccountId(arn.account()) || isRoot()) {
      return Optional.empty();
    }
    if (arn.resource().startsWith("user/")) {
      return Optional.of(new TrustedParty.Identity(arn.toString()));
    }
    if (!arn.resource().startsWith(ASSUMED)) {
      return Optional.empty();
    }
    return Optional.of(roleName().startsWith(SSO)
        ? new TrustedParty.PermissionSet(arn.partition(), arn.account(), roleName())
        : new TrustedParty.Identity(
            "arn:" + arn.partition() + ":iam::" + arn.account() + ":role/" + roleName()));
  }

  private String roleName() {
    String rest = arn.resource().substring(ASSUMED.length());
    return rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
  }
}
