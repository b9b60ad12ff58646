package io.credentialbroker.sandbox.policy;

import java.util.List;

/** Who asks, in the form that a {@code Principal} element names callers. */
public sealed interface Bearer {
  /**
   * An IAM identity.
   *
   * @param account twelve digits
   * @param arns every ARN that names it: a role session has its own and its role's
   */
  record Aws(String account, List<String> arns) implements Bearer {
    public Aws {
      arns = List.copyOf(arns);
    }
  }

  /**
   * Somebody whom an identity provider vouches for.
   *
   * @param provider the provider's ARN, or its plain name for the built-in ones
   */
  record Federated(String provider) implements Bearer {}

  /**
   * An AWS service.
   *
   * @param name e.g. {@code ec2.amazonaws.com}
   */
  record Service(String name) implements Bearer {}
}
