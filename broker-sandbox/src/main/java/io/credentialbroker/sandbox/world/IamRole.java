package io.credentialbroker.sandbox.world;

import io.credentialbroker.sandbox.policy.PolicyDocument;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An IAM role. Immutable; the {@code with…} methods make another one.
 *
 * @param arn {@code arn:aws:iam::ACCOUNT:role/PATH/NAME}
 * @param trust who may assume it
 * @param maxSession 1 to 12 hours; what a direct (unchained) caller may ask for at most
 * @param policies what its sessions may do; nothing where there are none
 * @param tags the role's own tags, which count as principal tags of its sessions
 */
public record IamRole(Arn arn, PolicyDocument trust, Duration maxSession, List<PolicyDocument> policies,
    Map<String, String> tags) {

  private static final Duration HOUR = Duration.ofHours(1);

  public IamRole {
    if (maxSession.compareTo(HOUR) < 0 || maxSession.compareTo(Duration.ofHours(12)) > 0) {
      throw new IllegalArgumentException(
          "a role's maximum session duration is 1 to 12 hours, not " + maxSession);
    }
    policies = List.copyOf(policies);
    tags = Map.copyOf(tags);
  }

  /**
   * A role with a trust policy in JSON, a maximum of one hour (IAM's default) and no permissions.
   *
   * @throws IllegalArgumentException when that is not the ARN of a role
   * @throws io.credentialbroker.sandbox.policy.MalformedPolicyException when IAM would refuse the policy
   */
  public static IamRole of(String arn, String trustPolicy) {
    return new IamRole(Arn.of(arn, "role"), PolicyDocument.trust(trustPolicy), HOUR, List.of(), Map.of());
  }

  /**
   * A role that trusts one AWS principal without condition, for assuming, tagging and setting a source
   * identity.
   *
   * @param principal an ARN, an account, or {@code *}
   */
  public static IamRole trusting(String arn, String principal) {
    return of(arn,
        Policies.trust("AWS", principal, "sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"));
  }

  public IamRole withTrust(String trustPolicy) {
    return new IamRole(arn, PolicyDocument.trust(trustPolicy), maxSession, policies, tags);
  }

  public IamRole withMaxSession(Duration maximum) {
    return new IamRole(arn, trust, maximum, policies, tags);
  }

  /**
   * Adds a policy, in JSON.
   *
   * @throws io.credentialbroker.sandbox.policy.MalformedPolicyException when IAM would refuse it
   */
  public IamRole withPolicy(String json) {
    return new IamRole(arn, trust, maxSession, IamUser.plus(policies, PolicyDocument.identity(json)), tags);
  }

  /** Adds a policy that allows actions (globs) on resources (globs). */
  public IamRole allowing(String action, String resource) {
    return withPolicy(Policies.allow(action, resource));
  }

  public IamRole withTag(String key, String value) {
    var more = new LinkedHashMap<>(tags);
    more.put(key, value);
    return new IamRole(arn, trust, maxSession, policies, more);
  }

  public String account() {
    return arn.account();
  }

  /** {@code AROA…}. */
  public String uniqueId() {
    return UniqueId.of("AROA", arn.toString());
  }
}
