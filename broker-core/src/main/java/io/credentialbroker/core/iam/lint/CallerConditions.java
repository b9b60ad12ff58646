package io.credentialbroker.core.iam.lint;

import io.credentialbroker.core.iam.CallerVariables;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which conditions say who calls. By the IAM User Guide ("AWS global condition context keys") and the Service
 * Authorization Reference of AWS STS: keys of the principal, of its session and of the network it calls from. All
 * else, such as {@code aws:SecureTransport}, the time, the region, the user agent, or a tag that the call passes, is
 * the same for everybody or freely chosen by whoever calls.
 */
final class CallerConditions {
  /** With one of these a wildcard principal is not everybody. */
  private static final Set<String> IN_ALL_ACCOUNTS = Set.of("aws:principalarn", "aws:principalaccount",
      "aws:principalorgid", "aws:principalorgpaths", "aws:sourceaccount", "aws:sourceorgid", "aws:sourcearn",
      "aws:userid", "sts:externalid");
  /** With one of these an account is not all of it. Its own number is no such key. */
  private static final Set<String> WITHIN_AN_ACCOUNT = Set.of("aws:principalarn", "aws:principalorgid",
      "aws:principalorgpaths", "aws:userid", "aws:username", "sts:externalid", "sts:sourceidentity",
      "aws:sourceidentity", "aws:federatedprovider", "aws:multifactorauthage", "aws:sourceip",
      "aws:vpcsourceip", "aws:sourcevpc", "aws:sourcevpcarn", "aws:sourcevpce", "aws:vpceaccount",
      "aws:vpceorgid", "aws:vpceorgpaths", "aws:ec2instancesourcevpc", "aws:ec2instancesourceprivateipv4",
      "aws:chatbotsourcearn", "ec2:sourceinstancearn", "lambda:sourcefunctionarn", "ssm:sourceinstancearn");
  private static final String TAG = "aws:principaltag/";

  /** All wildcards, all organisations or networks. */
  private static final Pattern ANYTHING = Pattern
      .compile("[*?:/]*|(o|vpc|vpce)-[*?/]*");
  private static final Pattern ANY_RESOURCE = Pattern
      .compile("((user|role|assumed-role|federated-user)/)?[*?/]*");

  private CallerConditions() {}

  /** Whether a statement that trusts the principal {@code *} is held back by a condition on who calls. */
  static boolean tellAccountsApart(Statement statement) {
    return statement.conditions().stream().filter(condition -> asksFor(statement, condition))
        .filter(condition -> isOneOf(IN_ALL_ACCOUNTS, condition))
        .anyMatch(condition -> condition.values().stream().map(Json.Text::value)
            .noneMatch(value -> isOpen(condition, value) || isArnOfAnything(value) && isOfAnyAccount(value)));
  }

  /** Whether a statement that trusts an account is for a part of it only. */
  static boolean narrowAccount(Statement statement) {
    return statement.conditions().stream().anyMatch(condition -> narrows(statement, condition));
  }

  private static boolean narrows(Statement statement, Statement.Condition condition) {
    if (condition.isOn("aws:MultiFactorAuthAge") && condition.asksForKey()) {
      return true; // the one key whose mere presence says something: only calls with MFA have it
    }
    if (!asksFor(statement, condition)) {
      return false;
    }
    List<String> values = condition.values().stream().map(Json.Text::value).toList();
    if (condition.isOn("aws:MultiFactorAuthPresent")) {
      return condition.operator().base().equals("Bool") && values.stream().allMatch("true"::equalsIgnoreCase);
    }
    if (condition.isOn("sts:RoleSessionName")) {
      // The caller chooses it, so only one that is made of the caller's own name says who it is.
      return values.stream().allMatch(CallerVariables::isIn);
    }
    return isOneOf(WITHIN_AN_ACCOUNT, condition) && values.stream()
        .noneMatch(value -> isOpen(condition, value) || isArnOfAnything(value));
  }

  /** Whether it lets only requests through that have the key, with one of some values. */
  private static boolean asksFor(Statement statement, Statement.Condition condition) {
    return condition.operator().isPositive() && statement.requires(condition)
        && !condition.values().isEmpty();
  }

  private static boolean isOneOf(Set<String> keys, Statement.Condition condition) {
    String folded = condition.key().toLowerCase(Locale.ROOT);
    return keys.contains(folded) || folded.startsWith(TAG) && folded.length() > TAG.length();
  }

  /** Whether every value fits, or the key is compared with itself; an address has to be one. */
  private static boolean isOpen(Statement.Condition condition, String value) {
    return ANYTHING.matcher(value).matches()
        || condition.operator().base().equals("IpAddress") && !AddressRange.isNarrow(value)
        || value.equalsIgnoreCase("${" + condition.key() + "}");
  }

  private static boolean isArnOfAnything(String value) {
    String[] parts = value.split(":", 6);
    return parts[0].equals("arn")
        && (parts.length < 6 ? value.endsWith("*") : ANY_RESOURCE.matcher(parts[5]).matches());
  }

  private static boolean isOfAnyAccount(String arn) {
    String[] parts = arn.split(":", 6);
    return parts.length < 5 || parts[4].matches("[*?]*");
  }
}
