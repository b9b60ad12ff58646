package io.credentialbroker.sandbox.world;

import io.credentialbroker.sandbox.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An IAM user, or the root user of an account. Immutable; the {@code with…} methods make another one.
 *
 * @param arn {@code arn:aws:iam::ACCOUNT:user/PATH/NAME} or {@code arn:aws:iam::ACCOUNT:root}
 * @param name without path; {@code root} for the root user
 * @param keys the long-term keys
 * @param devices the MFA devices
 * @param policies what the user may do; nothing where there are none
 * @param tags the user's own tags, which count as principal tags
 */
public record IamUser(String arn, String account, String name, List<AccessKey> keys, List<MfaDevice> devices,
    List<PolicyDocument> policies, Map<String, String> tags) {

  public IamUser {
    keys = List.copyOf(keys);
    devices = List.copyOf(devices);
    policies = List.copyOf(policies);
    tags = Map.copyOf(tags);
  }

  /**
   * A user with nothing.
   *
   * @throws IllegalArgumentException when that is not the ARN of a user
   */
  public static IamUser of(String arn) {
    Arn parsed = Arn.of(arn, "user");
    return new IamUser(arn, parsed.account(), parsed.name(), List.of(), List.of(), List.of(), Map.of());
  }

  /** The root user of an account. */
  public static IamUser root(String account) {
    return new IamUser("arn:aws:iam::" + account + ":root", account, "root", List.of(), List.of(), List.of(),
        Map.of());
  }

  public IamUser withKey(String id, String secret) {
    return new IamUser(arn, account, name, plus(keys, new AccessKey(id, secret)), devices, policies, tags);
  }

  public IamUser withDevice(MfaDevice device) {
    return new IamUser(arn, account, name, keys, plus(devices, device), policies, tags);
  }

  /**
   * Adds a policy, in JSON.
   *
   * @throws io.credentialbroker.sandbox.policy.MalformedPolicyException when IAM would refuse it
   */
  public IamUser withPolicy(String json) {
    return new IamUser(arn, account, name, keys, devices, plus(policies, PolicyDocument.identity(json)),
        tags);
  }

  /** Adds a policy that allows actions (globs) on resources (globs). */
  public IamUser allowing(String action, String resource) {
    return withPolicy(Policies.allow(action, resource));
  }

  public IamUser withTag(String key, String value) {
    var more = new LinkedHashMap<>(tags);
    more.put(key, value);
    return new IamUser(arn, account, name, keys, devices, policies, more);
  }

  public boolean isRoot() {
    return arn.endsWith(":root");
  }

  /** {@code AIDA…}; the account for the root user. */
  public String uniqueId() {
    return isRoot() ? account : UniqueId.of("AIDA", arn);
  }

  static <T> List<T> plus(List<T> list, T one) {
    var more = new ArrayList<>(list);
    more.add(one);
    return more;
  }
}
