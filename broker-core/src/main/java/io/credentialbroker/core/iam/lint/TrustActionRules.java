package io.credentialbroker.core.iam.lint;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a trust policy may allow, and to which kind of principal. */
final class TrustActionRules {
  private static final String ASSUME_ROLE = "sts:assumerole";
  private static final Set<String> ASSUMING = Set.of(ASSUME_ROLE, "sts:assumerolewithwebidentity",
      "sts:assumerolewithsaml");
  private static final Set<String> BESIDE = Set.of("sts:tagsession", "sts:setsourceidentity",
      "sts:setcontext");

  private TrustActionRules() {}

  static boolean isPattern(Json.Text action) {
    return action.value().indexOf('*') >= 0 || action.value().indexOf('?') >= 0;
  }

  static void check(Statement statement, Findings findings) {
    for (String name : List.of("Resource", "NotResource")) {
      Json.Member resource = statement.element(name);
      if (resource != null) {
        findings.add(Rule.RESOURCE_IN_TRUST_POLICY, resource.place(), "A trust policy has no " + name + ".");
      }
    }
    Json.Member notAction = statement.element("NotAction");
    if (notAction != null) {
      findings.add(Rule.NOT_ACTION_IN_TRUST_POLICY, notAction.place(), "A trust policy names its actions.");
    }
    statement.actions().forEach(action -> kind(statement, action, findings));
    fit(statement, findings);
  }

  private static void kind(Statement statement, Json.Text action, Findings findings) {
    String name = action.value().toLowerCase(Locale.ROOT);
    boolean known = ASSUMING.contains(name) || BESIDE.contains(name);
    if (isPattern(action)) {
      if (!name.startsWith("sts:") && !name.equals("*")) {
        findings.add(Rule.ACTION_NOT_OF_STS, action.place(), "'" + action.value() + "' makes no session.");
      } else if (statement.allows()) {
        findings.add(Rule.ACTION_WILDCARD, action.place(),
            "'" + action.value() + "' allows more than one action.");
      }
    } else if (!known && name.indexOf(':') > 0) {
      findings.add(Rule.ACTION_NOT_OF_STS, action.place(), "'" + action.value() + "' makes no session.");
    }
  }

  /**
   * Each action needs a principal that can call it, and each principal an action that it can call. Where an
   * action fits nobody, that is said once, at the action.
   */
  private static void fit(Statement statement, Findings findings) {
    List<Json.Text> assuming = statement.actions().stream()
        .filter(action -> ASSUMING.contains(action.value().toLowerCase(Locale.ROOT))).toList();
    boolean anyPattern = statement.actions().stream().anyMatch(TrustActionRules::isPattern);
    if (!statement.allows() || statement.principals().isEmpty()) {
      return;
    }
    boolean allFit = true;
    for (Json.Text action : assuming) {
      if (statement.principals().stream().noneMatch(principal -> fits(principal, action))) {
        findings.add(Rule.ACTION_NOT_FOR_PRINCIPAL, action.place(),
            "No principal of this statement can call '"
                + action.value() + "': " + statement.principals().getFirst().text() + " is another kind.");
        allFit = false;
      }
    }
    if (!allFit || assuming.isEmpty() || anyPattern) {
      return;
    }
    statement.principals().stream()
        .filter(principal -> assuming.stream().noneMatch(action -> fits(principal, action)))
        .forEach(principal -> findings.add(Rule.ACTION_NOT_FOR_PRINCIPAL, principal.place(),
            "'" + principal.text() + "' can call none of the actions of this statement."));
  }

  private static boolean fits(Statement.Principal principal, Json.Text action) {
    String name = action.value().toLowerCase(Locale.ROOT);
    return switch (principal.type()) {
      case "AWS", "Service" -> name.equals(ASSUME_ROLE);
      case "Federated" -> Provider.of(principal)
          // A principal that is wrong in itself has its own finding.
          .map(provider -> provider.action().equals(name)).orElse(true);
      case String _ -> true;
    };
  }
}
