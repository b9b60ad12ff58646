package io.credentialbroker.core.iam.policy;

import io.credentialbroker.core.iam.PolicyDocument;
import java.util.List;

/**
 * A policy, and what a person should know before using it.
 *
 * @param warnings one sentence each; empty when there is nothing to say
 */
public record GeneratedPolicy(PolicyDocument document, List<String> warnings) {
  public GeneratedPolicy {
    warnings = List.copyOf(warnings);
  }
}
