package io.credentialbroker.core.iam.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.iam.PolicyDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The least policy that lets a principal assume exactly the given roles: one statement for each account, with
 * full ARNs. Roles of an account whose calls carry tags or a source identity have a statement of their own,
 * because the permission to do so is asked for each role.
 */
public final class AllowPolicy {
  /** Characters of a managed policy, white space not counted (IAM and STS quotas). */
  static final int LARGEST_MANAGED_POLICY = 6144;

  private AllowPolicy() {}

  /**
   * The policy for these roles; a role named twice is allowed once, with the permissions of both.
   *
   * @throws IllegalArgumentException when there are no roles, because a policy needs a statement, or when they are
   *     of several partitions, because a policy lives in one; {@link #byPartition} takes these
   */
  public static GeneratedPolicy forRoles(Collection<RoleToAssume> roles) {
    List<String> partitions = roles.stream().map(RoleToAssume::partition).distinct().sorted().toList();
    if (partitions.size() > 1) {
      throw new UnfitException(
          "the roles are of several partitions (" + String.join(", ", partitions)
              + "), and a policy lives in one",
          "make a policy for each");
    }
    if (roles.isEmpty()) {
      throw new UnfitException(
          "there is no role to allow", "name at least one profile with a role_arn");
    }
    var statements = new TreeMap<Need, SortedSet<String>>();
    merged(roles).forEach(role -> statements
        .computeIfAbsent(new Need(role.account(), role.withTags(), role.withSourceIdentity()),
            need -> new TreeSet<>())
        .add(role.arn()));
    var document = PolicyDocument.of(statements.entrySet().stream().map(AllowPolicy::statement).toList());
    return new GeneratedPolicy(document, warnings(roles, document));
  }

  /** A policy for each partition that the roles are of, by its name; empty when there are no roles. */
  public static SortedMap<String, GeneratedPolicy> byPartition(Collection<RoleToAssume> roles) {
    var policies = new TreeMap<String, GeneratedPolicy>();
    roles.stream().collect(Collectors.groupingBy(RoleToAssume::partition))
        .forEach((partition, its) -> policies.put(partition, forRoles(its)));
    return policies;
  }

  private static Collection<RoleToAssume> merged(Collection<RoleToAssume> roles) {
    var byArn = new TreeMap<String, RoleToAssume>();
    roles.forEach(role -> byArn.merge(role.arn(), role, (one, two) -> new RoleToAssume(one.arn(),
        one.withTags() || two.withTags(), one.withSourceIdentity() || two.withSourceIdentity())));
    return byArn.values();
  }

  private static ObjectNode statement(Map.Entry<Need, SortedSet<String>> group) {
    ObjectNode statement = JsonNodeFactory.instance.objectNode();
    statement.put("Sid", group.getKey().sid()).put("Effect", "Allow");
    statement.set("Action", OneOrMany.of(group.getKey().actions()));
    statement.set("Resource", OneOrMany.of(List.copyOf(group.getValue())));
    return statement;
  }

  private static List<String> warnings(Collection<RoleToAssume> roles, PolicyDocument document) {
    var warnings = new ArrayList<String>();
    roles.stream().filter(RoleToAssume::isPattern).map(RoleToAssume::arn).distinct().sorted()
        .forEach(
            arn -> warnings.add("'" + arn + "' is a pattern: it allows every role that fits it, those made"
                + " later too. Name each role in full."));
    if (document.size() > LARGEST_MANAGED_POLICY) {
      warnings.add("The policy has " + document.size() + " characters; a managed policy holds "
          + LARGEST_MANAGED_POLICY + ". Make it from fewer profiles, and attach several.");
    }
    return warnings;
  }

  /** What sets one statement apart from the next. */
  private record Need(String account, boolean tags, boolean sourceIdentity) implements Comparable<Need> {
    List<String> actions() {
      var actions = new ArrayList<String>(List.of("sts:AssumeRole"));
      if (tags) {
        actions.add("sts:TagSession");
      }
      if (sourceIdentity) {
        actions.add("sts:SetSourceIdentity");
      }
      return actions;
    }

    /** Letters and digits only, as IAM demands of a Sid; unique, because each need has one statement. */
    String sid() {
      return "AssumeRolesIn" + account.replace("*", "Any").replace("?", "One") + (tags ? "WithTags" : "")
          + (sourceIdentity ? "WithSourceIdentity" : "");
    }

    @Override
    public int compareTo(Need other) {
      return sid().compareTo(other.sid());
    }
  }
}
