package io.credentialbroker.core.iam.lint;

import io.credentialbroker.core.iam.Arn;
import io.credentialbroker.core.iam.RoleArn;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a principal may do: made for policies that let somebody assume roles. */
final class IdentityRules {
  private static final Pattern MAY_BE_A_ROLE = Pattern
      .compile("[*?]+|arn:[^:]+:(iam|[^:]*[*?][^:]*):.*[*?].*");

  private IdentityRules() {}

  static void check(Statement statement, Findings findings) {
    for (String name : List.of("Principal", "NotPrincipal")) {
      Json.Member principal = statement.element(name);
      if (principal != null) {
        findings.add(Rule.PRINCIPAL_IN_IDENTITY_POLICY, principal.place(),
            "An identity policy has no " + name + ".");
      }
    }
    if (statement.element("Resource") == null && statement.element("NotResource") == null
        || hasEmptyList(statement)) {
      findings.add(Rule.RESOURCE_MISSING, statement.placeOf("Resource"), "The statement names no resource.");
    }
    statement.resources().stream().filter(resource -> !isResource(resource.value()))
        .forEach(resource -> findings
            .add(Rule.RESOURCE_MALFORMED, resource.place(), "'" + resource.value() + "' is no ARN."));
    if (statement.allows()) {
      exceptions(statement, findings);
      assuming(statement, findings);
    }
  }

  private static boolean hasEmptyList(Statement statement) {
    Json.Member resource = statement.element("Resource");
    return resource != null && resource.value() instanceof Json.Arr list && list.items().isEmpty();
  }

  private static boolean isResource(String text) {
    // Fields may hold wildcards and variables, so only their number is looked at.
    return text.equals("*") || text.startsWith("arn:") && text.split(":", 6).length == 6;
  }

  private static void exceptions(Statement statement, Findings findings) {
    for (String name : List.of("NotAction", "NotResource")) {
      Json.Member exception = statement.element(name);
      if (exception != null) {
        findings.add(Rule.ALLOW_BY_EXCEPTION, exception.place(), name + " with Allow allows all the rest.");
      }
    }
  }

  private static void assuming(Statement statement, Findings findings) {
    boolean byName = false;
    boolean everything = false;
    for (Json.Text action : statement.actions()) {
      String name = action.value().toLowerCase(Locale.ROOT);
      if (TrustActionRules.isPattern(action) && (name.equals("*") || name.startsWith("sts:"))) {
        findings.add(Rule.ACTION_WILDCARD, action.place(),
            "'" + action.value() + "' allows more than one action.");
        byName |= name.startsWith("sts:");
        everything |= name.equals("*");
      }
      byName |= name.startsWith("sts:assumerole");
    }
    if (byName) {
      statement.resources().forEach(resource -> role(resource, findings));
    } else if (everything) {
      // Other resources may well be meant for the other actions.
      statement.resources().stream().filter(resource -> MAY_BE_A_ROLE.matcher(resource.value()).matches())
          .forEach(resource -> role(resource, findings));
    }
  }

  private static void role(Json.Text resource, Findings findings) {
    String text = resource.value();
    if (text.indexOf('*') >= 0 || text.indexOf('?') >= 0) {
      findings.add(Rule.RESOURCE_WILDCARD, resource.place(), "'" + text + "' stands for more than one role.");
    } else if (!text.contains("${") && Arn.parse(text).isPresent() && RoleArn.parse(text).isEmpty()) {
      findings.add(Rule.RESOURCE_NOT_A_ROLE, resource.place(), "'" + text + "' is not the ARN of a role.");
    }
  }
}
