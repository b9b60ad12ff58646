package io.credentialbroker.sandbox.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One statement of a policy document. */
final class Statement {
  private static final Set<String> ELEMENTS = Set.of("Sid", "Effect", "Principal", "NotPrincipal", "Action",
      "NotAction", "Resource", "NotResource", "Condition");

  private final boolean deny;
  private final @Nullable PrincipalElement principal;
  private final List<String> actions;
  private final boolean actionsInverted;
  private final @Nullable List<String> resources;
  private final boolean resourcesInverted;
  private final List<Condition> conditions = new ArrayList<>();

  Statement(JsonNode node) {
    if (!node.isObject()) {
      throw new MalformedPolicyException("Syntax errors in policy: a statement is not an object");
    }
    for (var field : node.properties()) {
      if (!ELEMENTS.contains(field.getKey())) {
        throw new MalformedPolicyException("Syntax errors in policy: no element is called " + field.getKey());
      }
    }
    this.deny = switch (node.path("Effect").asText()) {
      case "Allow" -> false;
      case "Deny" -> true;
      default ->
        throw new MalformedPolicyException("Syntax errors in policy: Effect is neither Allow nor Deny");
    };
    this.actionsInverted = oneOf(node, "Action", "NotAction", true);
    this.actions = Texts.of(node.path(actionsInverted ? "NotAction" : "Action"), "Action");
    this.resourcesInverted = oneOf(node, "Resource", "NotResource", false);
    JsonNode named = node.path(resourcesInverted ? "NotResource" : "Resource");
    this.resources = named.isMissingNode() ? null : Texts.of(named, "Resource");
    boolean inverted = oneOf(node, "Principal", "NotPrincipal", false);
    JsonNode who = node.path(inverted ? "NotPrincipal" : "Principal");
    this.principal = who.isMissingNode() ? null : new PrincipalElement(who, inverted);
    parseConditions(node.path("Condition"));
  }

  boolean namesPrincipal() {
    return principal != null;
  }

  boolean namesResource() {
    return resources != null;
  }

  Verdict about(@Nullable Bearer bearer, String action, String resource, Facts facts) {
    Verdict who = principal == null || bearer == null ? Verdict.ALLOWED : principal.match(bearer);
    boolean applies = who != Verdict.SILENT && concernsAction(action) && concernsResource(resource, facts)
        && conditions.stream().allMatch(condition -> condition.holds(facts));
    if (!applies) {
      return Verdict.SILENT;
    }
    return deny ? Verdict.DENIED : who;
  }

  private boolean concernsAction(String action) {
    String wanted = action.toLowerCase(Locale.ROOT);
    return actionsInverted != actions.stream()
        .anyMatch(glob -> Glob.matches(glob.toLowerCase(Locale.ROOT), wanted));
  }

  private boolean concernsResource(String resource, Facts facts) {
    if (resources == null) {
      return true;
    }
    return resourcesInverted != resources.stream().anyMatch(glob -> {
      String expanded = Condition.expand(glob, facts);
      return expanded != null && Glob.matches(expanded, resource);
    });
  }

  private void parseConditions(JsonNode block) {
    if (!block.isMissingNode() && !block.isObject()) {
      throw new MalformedPolicyException("Syntax errors in policy: Condition is not an object");
    }
    for (var operator : block.properties()) {
      if (!operator.getValue().isObject()) {
        throw new MalformedPolicyException(
            "Syntax errors in policy: " + operator.getKey() + " is not an object");
      }
      for (var key : operator.getValue().properties()) {
        conditions
            .add(Condition.parse(operator.getKey(), key.getKey(), Texts.of(key.getValue(), "Condition")));
      }
    }
  }

  private static boolean oneOf(JsonNode node, String plain, String inverted, boolean needed) {
    boolean both = node.has(plain) && node.has(inverted);
    boolean neither = !node.has(plain) && !node.has(inverted);
    if (both || (needed && neither)) {
      throw new MalformedPolicyException(
          "Syntax errors in policy: a statement has exactly one of " + plain + " and "
              + inverted);
    }
    return node.has(inverted);
  }
}
