package io.credentialbroker.core.iam.policy;

import io.credentialbroker.core.iam.SharedProviders;
import java.util.List;

/**
 * A party in the words of the policy language.
 *
 * @param type {@code AWS} or {@code Federated}
 * @param value the principal
 * @param action the call that such a principal makes to assume the role
 * @param conditions those that pin the party, to which more may be added
 */
record TrustedPrincipal(String type, String value, String action, Conditions conditions) {

  private static final String WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity";

  static TrustedPrincipal of(TrustedParty party) {
    return switch (party) {
      case TrustedParty.Account it -> aws("arn:" + it.partition() + ":iam::" + it.accountId() + ":root");
      case TrustedParty.Identity it -> aws(it.arn());
      case TrustedParty.PermissionSet it -> permissionSet(it);
      case FederatedParty.GitHub it -> provider(it.partition(), it.accountId(), SharedProviders.GITHUB,
          pinned(SharedProviders.GITHUB, it.audience(), it.subject()));
      case FederatedParty.HcpTerraform it -> provider(it.partition(), it.accountId(),
          SharedProviders.HCP_TERRAFORM, pinned(SharedProviders.HCP_TERRAFORM, it.audience(), it.subject()));
      case FederatedParty.Eks it -> provider(it.partition(), it.accountId(), Checked.issuerHost(it.issuer()),
          pinned(Checked.issuerHost(it.issuer()), it.audience(), it.subject()));
      case FederatedParty.AnyIssuer it -> provider(it.partition(), it.accountId(),
          Checked.issuerHost(it.issuer()), anyIssuer(it));
      case FederatedParty.Google it -> wellKnown("accounts.google.com", "aud", it.clientId());
      case FederatedParty.Facebook it -> wellKnown("graph.facebook.com", "app_id", it.appId());
      case FederatedParty.LoginWithAmazon it -> wellKnown("www.amazon.com", "app_id", it.appId());
      case FederatedParty.Cognito it -> cognito(it);
      case FederatedParty.Saml it -> new TrustedPrincipal("Federated",
          "arn:" + it.partition() + ":iam::" + it.accountId() + ":saml-provider/" + it.provider(),
          "sts:AssumeRoleWithSAML", new Conditions().text("SAML:aud", it.audience()));
    };
  }

  private static TrustedPrincipal aws(String arn) {
    return new TrustedPrincipal("AWS", arn, "sts:AssumeRole", new Conditions());
  }

  private static TrustedPrincipal permissionSet(TrustedParty.PermissionSet set) {
    String account = "arn:" + set.partition() + ":iam::" + set.accountId();
    // The name ends in a number that changes whenever the permission set is provisioned anew.
    String name = set.roleName().replaceFirst("_[0-9a-f]{16}$", "") + "_*";
    return new TrustedPrincipal("AWS", account + ":root", "sts:AssumeRole",
        new Conditions().put("ArnLike", "aws:PrincipalArn",
            List.of(account + ":role/aws-reserved/sso.amazonaws.com/*" + name)));
  }

  private static TrustedPrincipal provider(String partition, String account, String host,
      Conditions conditions) {
    return new TrustedPrincipal("Federated",
        "arn:" + partition + ":iam::" + account + ":oidc-provider/" + host, WEB_IDENTITY, conditions);
  }

  private static Conditions pinned(String host, String audience, String subject) {
    return new Conditions().text(host + ":aud", audience).text(host + ":sub", subject);
  }

  private static Conditions anyIssuer(FederatedParty.AnyIssuer issuer) {
    String host = Checked.issuerHost(issuer.issuer());
    var audience = new Conditions().text(host + ":aud", issuer.audience());
    return issuer.subject() == null ? audience : audience.text(host + ":sub", issuer.subject());
  }

  private static TrustedPrincipal wellKnown(String host, String claim, String value) {
    return new TrustedPrincipal("Federated", host, WEB_IDENTITY,
        new Conditions().text(host + ":" + claim, value));
  }

  private static TrustedPrincipal cognito(FederatedParty.Cognito pool) {
    String host = SharedProviders.COGNITO;
    var conditions = new Conditions().text(host + ":aud", pool.identityPoolId());
    // amr has several values: one of them says how the user came in.
    conditions.put("ForAnyValue:StringLike", host + ":amr",
        List.of(pool.authenticated() ? "authenticated" : "unauthenticated"));
    return new TrustedPrincipal("Federated", host, WEB_IDENTITY, conditions);
  }
}
