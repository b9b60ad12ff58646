package io.credentialbroker.core.iam.lint;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Conditions that are of the language, and do not do what they look like. */
final class ConditionRules {
  private static final String MFA_PRESENT = "aws:MultiFactorAuthPresent";
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  /** Service Authorization Reference, AWS STS. */
  private static final Set<String> STS_KEYS = Set.of("sts:awsservicename", "sts:durationseconds",
      "sts:externalid",
      "sts:identitytokenaudience", "sts:requestcontextproviders", "sts:rolesessionname",
      "sts:signingalgorithm",
      "sts:sourceidentity", "sts:taskpolicyarn", "sts:transitivetagkeys");
  private static final Pattern CLAIM_KEY = Pattern
      .compile("([A-Za-z0-9.-]+\\.[A-Za-z0-9./_-]+):(aud|sub|amr|app_id|user_id|oaud|azp|id|email)");

  private ConditionRules() {}

  static void check(Statement statement, Findings findings) {
    for (Statement.Condition condition : statement.conditions()) {
      if (statement.allows()) {
        openOperators(statement, condition, findings);
      }
      literalWildcards(condition, findings);
      keys(condition, findings);
    }
  }

  /** What only a trust policy asks: the keys of identity providers. */
  static void checkTrust(Statement statement, List<Provider> providers, Findings findings) {
    for (Statement.Condition condition : statement.conditions()) {
      var claim = CLAIM_KEY.matcher(condition.key());
      if (claim.matches() && !providers.isEmpty()
          && providers.stream().noneMatch(provider -> isOf(provider, claim.group(1)))) {
        findings.add(Rule.CONDITION_KEY_OF_OTHER_PROVIDER, condition.place(), "'" + condition.key()
            + "' is no key of " + providers.getFirst().host() + ", whom this statement trusts.");
      }
      if (condition.isOn(MFA_PRESENT) && !providers.isEmpty() && asksForTrue(condition)) {
        findings.add(Rule.MFA_FEDERATED, condition.place(),
            "A call of a federated user has no " + MFA_PRESENT + ".");
      }
    }
  }

  private static boolean isOf(Provider provider, String host) {
    // Login with Amazon and Facebook through Cognito keep the pool's keys; all others have their own host's.
    return provider.host().equalsIgnoreCase(host);
  }

  private static void openOperators(Statement statement, Statement.Condition condition, Findings findings) {
    Operator operator = condition.operator();
    if (!operator.isPositive() || statement.requires(condition)) {
      return;
    }
    if (operator.isForAllValues() && !limitsOnly(condition)) {
      findings.add(Rule.CONDITION_FOR_ALL_VALUES, condition.place(),
          operator.documented() + " on '" + condition.key()
              + "' also holds when the request has no such key.");
    }
    if (!operator.ifExists()) {
      return;
    }
    if (condition.isOn(MFA_PRESENT)) {
      if (asksForTrue(condition)) {
        findings.add(Rule.MFA_IF_EXISTS, condition.place(),
            "Calls with long-term keys have no " + MFA_PRESENT + ", and pass.");
      }
    } else {
      findings.add(Rule.CONDITION_IF_EXISTS, condition.place(),
          operator.documented() + " lets a request without '" + condition.key() + "' pass.");
    }
  }

  private static boolean asksForTrue(Statement.Condition condition) {
    return condition.operator().base().equals("Bool")
        && condition.values().stream().anyMatch(value -> value.value().equalsIgnoreCase("true"));
  }

  /** Which tags may be passed is a limit on those that are; a call without any is as good. */
  private static boolean limitsOnly(Statement.Condition condition) {
    return condition.isOn("aws:TagKeys") || condition.isOn("sts:TransitiveTagKeys");
  }

  private static void literalWildcards(Statement.Condition condition, Findings findings) {
    if (condition.operator().comparesLiterally()) {
      condition.values().stream()
          .filter(value -> value.value().indexOf('*') >= 0 || value.value().indexOf('?') >= 0)
          .forEach(value -> findings.add(Rule.CONDITION_WILDCARD_IN_EQUALS, value.place(),
              condition.operator().documented() + " compares '" + value.value()
                  + "' character by character."));
    }
  }

  private static void keys(Statement.Condition condition, Findings findings) {
    String key = condition.key().toLowerCase(Locale.ROOT);
    if (key.startsWith("sts:") && !STS_KEYS.contains(key) && !key.startsWith("sts:requestcontext/")) {
      findings.add(Rule.CONDITION_KEY_UNKNOWN, condition.place(),
          "STS has no condition key '" + condition.key()
              + "'.");
    }
    if (key.equals("sts:externalid") && condition.operator().base().equals("StringEquals")) {
      condition.values().stream()
          .filter(value -> !value.value().contains("${") && !EXTERNAL_ID.matcher(value.value()).matches())
          .forEach(value -> findings.add(Rule.EXTERNAL_ID_INVALID, value.place(),
              "'" + value.value() + "' is no external id."));
    }
  }
}
