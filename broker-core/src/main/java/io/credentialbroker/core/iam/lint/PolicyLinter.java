package io.credentialbroker.core.iam.lint;

import java.util.List;
import java.util.Locale;

/**
 * Judges IAM policies offline: a role's trust policy, or an identity policy that lets somebody assume roles. An
 * error is what IAM refuses or AWS's documents say must not be; a warning is what is taken and probably not meant.
 */
public final class PolicyLinter {
  /** The largest input that is looked at, in bytes; a reader need not take in more than one byte beyond it. */
  public static final int LARGEST_INPUT = JsonReader.LARGEST_INPUT;

  private PolicyLinter() {}

  /** Judges a policy, and finds out by itself of which kind it is: a trust policy has principals. */
  public static LintReport lint(byte[] file) {
    return switch (JsonReader.read(file)) {
      case JsonReader.Unreadable unreadable -> new LintReport(null, List.of(unreadable.finding()));
      case JsonReader.Read read when read.root() instanceof Json.Obj root ->
        lint(root, read.text(), kindOf(root));
      case JsonReader.Read read -> noObject(read.root());
    };
  }

  /** Judges a policy of a known kind. */
  public static LintReport lint(byte[] file, PolicyKind kind) {
    return switch (JsonReader.read(file)) {
      case JsonReader.Unreadable unreadable -> new LintReport(null, List.of(unreadable.finding()));
      case JsonReader.Read read when read.root() instanceof Json.Obj root -> lint(root, read.text(), kind);
      case JsonReader.Read read -> noObject(read.root());
    };
  }

  private static LintReport noObject(Json root) {
    return new LintReport(null, List.of(new Finding(Rule.DOCUMENT_NOT_OBJECT,
        "A policy is an object, and this is " + root.kind() + ".", root.place())));
  }

  private static LintReport lint(Json.Obj root, String text, PolicyKind kind) {
    var findings = new Findings();
    List<Statement> statements = new PolicyShape(findings).statements(root);
    SizeRules.check(kind, text, findings);
    statements.forEach(statement -> ConditionRules.check(statement, findings));
    PartitionRules.check(statements, findings);
    switch (kind) {
      case TRUST -> trust(statements, findings);
      case IDENTITY -> statements.forEach(statement -> IdentityRules.check(statement, findings));
    }
    return new LintReport(kind, findings.inOrder());
  }

  private static void trust(List<Statement> statements, Findings findings) {
    for (Statement statement : statements) {
      PrincipalRules.check(statement, findings);
      TrustActionRules.check(statement, findings);
      ConditionRules.checkTrust(statement, PrincipalRules.providers(statement), findings);
      ProviderRules.check(statement, findings);
    }
    ProviderRules.checkOneProvider(statements, findings);
  }

  private static PolicyKind kindOf(Json.Obj root) {
    List<Statement> statements = new PolicyShape(new Findings()).statements(root);
    if (any(statements, "Principal") || any(statements, "NotPrincipal")) {
      return PolicyKind.TRUST;
    }
    boolean assumesOnly = !statements.isEmpty() && statements.stream().flatMap(it -> it.actions().stream())
        .allMatch(action -> action.value().toLowerCase(Locale.ROOT).startsWith("sts:assumerole"));
    // Neither principals nor resources: what only assumes roles is a trust policy that lost its principal.
    return assumesOnly && !any(statements, "Resource") && !any(statements, "NotResource")
        ? PolicyKind.TRUST
        : PolicyKind.IDENTITY;
  }

  private static boolean any(List<Statement> statements, String element) {
    return statements.stream().anyMatch(statement -> statement.element(element) != null);
  }
}
