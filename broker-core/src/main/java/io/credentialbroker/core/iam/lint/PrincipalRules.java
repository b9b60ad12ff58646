package io.credentialbroker.core.iam.lint;

import io.credentialbroker.core.iam.Arn;
import java.util.List;
import java.util.regex.Pattern;

/** Who is trusted, and whether such a principal can exist (IAM User Guide, "Principal"). */
final class PrincipalRules {
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
  private static final Pattern UNIQUE_ID = Pattern.compile("(AIDA|AROA)[A-Z0-9]{12,124}");
  private static final Pattern USER_OR_ROLE = Pattern.compile("(user|role)/\\S+");
  private static final Pattern SESSION = Pattern
      .compile("assumed-role/[^/\\s]+/[^/\\s]+|federated-user/\\S+");

  private PrincipalRules() {}

  static void check(Statement statement, Findings findings) {
    Json.Member negation = statement.element("NotPrincipal");
    if (negation != null) {
      findings.add(statement.allows() ? Rule.NOT_PRINCIPAL : Rule.NOT_PRINCIPAL_DENY, negation.place(),
          statement.allows()
              ? "NotPrincipal with Allow trusts everybody else, in all accounts."
              : "NotPrincipal with Deny is hard to get right.");
    } else if (statement.element("Principal") == null || isEmpty(statement)) {
      findings.add(Rule.PRINCIPAL_MISSING, statement.placeOf("Principal"),
          "The statement names no principal.");
    }
    statement.principals().forEach(principal -> check(statement, principal, findings));
  }

  private static boolean isEmpty(Statement statement) {
    Json.Member principal = statement.element("Principal");
    return principal != null && principal.value() instanceof Json.Obj object
        && object.members().stream().allMatch(member -> member.value() instanceof Json.Arr list
            && list.items().isEmpty());
  }

  private static void check(Statement statement, Statement.Principal principal, Findings findings) {
    switch (principal.type()) {
      case "*" -> everybody(statement, principal, findings);
      case "AWS" -> aws(statement, principal, findings);
      case "Federated" -> federated(statement, principal, findings);
      case "Service" -> {
        if (!SERVICE.matcher(principal.text()).matches()) {
          malformed(principal, "no service's name; one looks like ec2.amazonaws.com", findings);
        }
      }
      case "" -> malformed(principal, "no principal: only \"*\" may stand without a type", findings);
      case String type -> findings.add(Rule.PRINCIPAL_TYPE_UNKNOWN, principal.place(),
          "A trust policy has no principals of type '" + type + "'.");
    }
  }

  private static void aws(Statement statement, Statement.Principal principal, Findings findings) {
    String text = principal.text();
    if (text.equals("*")) {
      everybody(statement, principal, findings);
    } else if (text.indexOf('*') >= 0 || text.indexOf('?') >= 0) {
      findings.add(Rule.PRINCIPAL_PARTIAL_WILDCARD, principal.place(),
          "IAM takes no wildcard in '" + text + "'.");
    } else if (Arn.isAccountId(text)) {
      account(statement, principal, text, findings);
    } else {
      Arn.parse(text).ifPresentOrElse(arn -> arn(statement, principal, arn, findings),
          () -> malformed(principal, noArn(text), findings));
    }
  }

  private static String noArn(String text) {
    var id = UNIQUE_ID.matcher(text);
    // IAM keeps ids in place of ARNs; it shows one where its owner is gone (IAM User Guide, "Principal").
    return id.matches()
        ? "the id of a " + (id.group(1).equals("AIDA") ? "user" : "role")
            + " that was deleted; one made anew under the same name is not trusted until its ARN stands here"
        : "neither an ARN nor a twelve-digit account id";
  }

  private static void arn(Statement statement, Statement.Principal principal, Arn arn, Findings findings) {
    boolean iam = arn.service().equals("iam");
    boolean sts = arn.service().equals("sts");
    if (!Arn.isAccountId(arn.account())) {
      malformed(principal, "an ARN whose account id has not twelve digits", findings);
    } else if (!arn.region().isEmpty() || (!iam && !sts)) {
      malformed(principal, "an ARN of nobody: users and roles are arn:aws:iam::ACCOUNT:…", findings);
    } else if (iam && arn.resource().equals("root")) {
      account(statement, principal, arn.account(), findings);
    } else if (iam && arn.resource().startsWith("group/")) {
      findings.add(Rule.PRINCIPAL_GROUP, principal.place(), "'" + principal.text() + "' is a group.");
    } else if (!(iam ? USER_OR_ROLE : SESSION).matcher(arn.resource()).matches()) {
      malformed(principal, "neither root, a user, a role nor a session", findings);
    }
  }

  private static void account(Statement statement, Statement.Principal principal, String account,
      Findings findings) {
    if (statement.allowsAssuming() && !CallerConditions.narrowAccount(statement)) {
      findings.add(Rule.PRINCIPAL_ACCOUNT_UNCONDITIONED, principal.place(), "Everybody in account " + account
          + " whom that account allows it can have the role"
          + (statement.conditions().isEmpty() ? "." : ": none of the conditions says who."));
    }
  }

  private static void everybody(Statement statement, Statement.Principal principal, Findings findings) {
    if (!statement.allowsAssuming()) {
      return;
    }
    if (CallerConditions.tellAccountsApart(statement)) {
      findings.add(Rule.PRINCIPAL_WILDCARD_CONDITIONED, principal.place(),
          "Everybody is trusted, and only the condition holds them back.");
    } else {
      findings.add(Rule.PRINCIPAL_WILDCARD, principal.place(),
          "Everybody in every account is trusted, and no condition says who.");
    }
  }

  private static void federated(Statement statement, Statement.Principal principal, Findings findings) {
    if (principal.isEverybody()) {
      everybody(statement, principal, findings);
    } else if (principal.text().contains("oidc-provider/http")) {
      malformed(principal, "a provider with a scheme; leave https:// away", findings);
    } else if (Provider.of(principal).isEmpty()) {
      findings.add(Rule.FEDERATED_UNKNOWN, principal.place(),
          "'" + principal.text() + "' is no identity provider that a role can trust.");
    }
  }

  private static void malformed(Statement.Principal principal, String what, Findings findings) {
    findings.add(Rule.PRINCIPAL_MALFORMED, principal.place(), "'" + principal.text() + "' is " + what + ".");
  }

  /** The providers that the statement trusts. */
  static List<Provider> providers(Statement statement) {
    return statement.principals().stream().filter(principal -> principal.type().equals("Federated"))
        .flatMap(principal -> Provider.of(principal).stream()).toList();
  }
}
