package io.credentialbroker.core.iam.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.iam.PolicyDocument;
import io.credentialbroker.core.iam.SharedProviders;
import java.util.ArrayList;
import java.util.List;

/**
 * The trust policy that a role needs, so that a party can assume it under the given conditions.
 *
 * <p>Tagging a session and setting a source identity stand in statements of their own: their permissions know
 * fewer condition keys than {@code sts:AssumeRole} does, so one statement for all would refuse them (Service
 * Authorization Reference, AWS STS).
 */
public final class TrustPolicy {
  private TrustPolicy() {}

  /**
   * The policy, with a warning where it lets in more than one named party.
   *
   * @throws IllegalArgumentException when an option makes no sense for the party: MFA and external ids are
   *     known only for calls that are signed with AWS credentials
   */
  public static GeneratedPolicy of(TrustedParty party, TrustOptions options) {
    if (party instanceof FederatedParty && (options.mfa() || options.externalId() != null)) {
      throw new UnfitException(
          "a federated party has neither AWS's MFA nor an external id in its call",
          "leave these out, and ask the identity provider for MFA");
    }
    if (party instanceof FederatedParty.AnyIssuer any && options.sessionName() == null
        && SharedProviders.tellingKey(Checked.issuerHost(any.issuer())).filter("sts:RoleSessionName"::equals)
            .isPresent()) {
      throw new UnfitException(any.issuer()
          + " tells its customers apart by the session name only, and IAM refuses a policy that asks for none",
          "ask for a session name (--session-name)");
    }
    var principal = TrustedPrincipal.of(party);
    var statements = new ArrayList<ObjectNode>();
    statements.add(statement("AllowAssumeRole", principal, principal.action(), options(principal, options)));
    if (options.sessionTags()) {
      statements.add(statement("AllowTagSession", principal, "sts:TagSession", new Conditions()));
    }
    if (options.sourceIdentity() != null) {
      var same = new Conditions().text("sts:SourceIdentity", options.sourceIdentity());
      statements.add(statement("AllowSetSourceIdentity", principal, "sts:SetSourceIdentity", same));
    }
    return new GeneratedPolicy(PolicyDocument.of(statements), warnings(party, options));
  }

  private static Conditions options(TrustedPrincipal principal, TrustOptions options) {
    Conditions conditions = principal.conditions();
    if (options.mfa()) {
      // Not BoolIfExists: long-term keys carry no such key at all, and would pass.
      conditions.put("Bool", "aws:MultiFactorAuthPresent", List.of("true"));
    }
    if (options.mfaMaxAge() != null) {
      conditions.put("NumericLessThan", "aws:MultiFactorAuthAge",
          List.of(Long.toString(options.mfaMaxAge().toSeconds())));
    }
    if (options.externalId() != null) {
      conditions.put("StringEquals", "sts:ExternalId", List.of(options.externalId()));
    }
    if (options.sourceIdentity() != null) {
      conditions.text("sts:SourceIdentity", options.sourceIdentity());
    }
    if (options.sessionName() != null) {
      conditions.text("sts:RoleSessionName", options.sessionName());
    }
    return conditions;
  }

  private static ObjectNode statement(String sid, TrustedPrincipal principal, String action,
      Conditions conditions) {
    ObjectNode statement = JsonNodeFactory.instance.objectNode().put("Sid", sid).put("Effect", "Allow");
    statement.putObject("Principal").put(principal.type(), principal.value());
    statement.put("Action", action);
    conditions.into(statement);
    return statement;
  }

  private static List<String> warnings(TrustedParty party, TrustOptions options) {
    return switch (party) {
      case TrustedParty.Account account when options.saysNothingOfTheCaller() ->
        List.of("Everybody in account " + account.accountId()
            + " whom that account allows sts:AssumeRole can have the role. Name one user or role, or ask for MFA.");
      case FederatedParty.AnyIssuer any when any.subject() == null ->
        List.of(
            "Every subject of " + any.issuer() + " with this audience can have the role. Name a subject.");
      case FederatedParty.Cognito pool when !pool.authenticated() ->
        List.of("Guests of the identity pool, whom nobody knows, can have the role.");
      case TrustedParty.Account account -> List.of();
      case TrustedParty.Identity identity -> List.of();
      case TrustedParty.PermissionSet set -> List.of();
      case FederatedParty federated -> List.of();
    };
  }
}
