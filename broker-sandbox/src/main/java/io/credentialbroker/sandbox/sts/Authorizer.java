package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.policy.Facts;
import io.credentialbroker.sandbox.policy.PolicyDocument;
import io.credentialbroker.sandbox.policy.Verdict;
import io.credentialbroker.sandbox.session.Caller;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.world.IamRole;
import java.util.List;

/**
 * Whether a caller may do something with a role: "Policy evaluation logic" of the IAM User Guide, as far as a
 * role's trust policy, the caller's policies and session policies go.
 */
final class Authorizer {
  private Authorizer() {}

  static void require(Caller caller, String action, IamRole role, Facts facts) {
    if (!allows(caller, action, role, facts)) {
      throw refusal(caller.principal(), action, role.arn().toString());
    }
  }

  /** The refusal for a role that does not exist is the same, so that nobody can search for roles. */
  static AwsError refusal(Principal principal, String action, String roleArn) {
    return AwsError.accessDenied("User: " + principal.arn() + " is not authorized to perform: " + action
        + " on resource: " + roleArn);
  }

  private static boolean allows(Caller caller, String action, IamRole role, Facts facts) {
    Principal principal = caller.principal();
    String resource = role.arn().toString();
    Verdict trust = role.trust().about(principal.bearer(), action, facts);
    Verdict own = verdict(principal.policies(), action, resource, facts);
    List<PolicyDocument> narrowing = caller.context().policies();
    Verdict narrowed = narrowing.isEmpty() ? Verdict.ALLOWED : verdict(narrowing, action, resource, facts);
    if (!trust.isAllow() || own == Verdict.DENIED || !narrowed.isAllow()) {
      return false;
    }
    // Named itself, and in its own account, a caller needs no policy of its own.
    boolean trustSuffices = trust == Verdict.ALLOWED && principal.account().equals(role.account());
    return trustSuffices || own.isAllow();
  }

  private static Verdict verdict(List<PolicyDocument> policies, String action, String resource, Facts facts) {
    Verdict verdict = Verdict.SILENT;
    for (PolicyDocument policy : policies) {
      verdict = verdict.and(policy.about(action, resource, facts));
    }
    return verdict;
  }
}
