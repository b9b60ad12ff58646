package io.credentialbroker.core.iam;

import java.util.Map;
import java.util.Optional;

/**
 * OpenID Connect issuers that serve many organisations from one address. IAM refuses a trust policy for them
 * unless it evaluates the claim that tells the organisations apart, with more than wildcards (IAM User Guide,
 * "Identity-provider controls for shared OIDC providers").
 */
public final class SharedProviders {
  public static final String GITHUB = "token.actions.githubusercontent.com";
  public static final String HCP_TERRAFORM = "app.terraform.io";
  public static final String COGNITO = "cognito-identity.amazonaws.com";

  private static final Map<String, String> TELLING_KEYS = Map.ofEntries(
      Map.entry(COGNITO, COGNITO + ":aud"),
      Map.entry("sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", "sts:RoleSessionName"),
      Map.entry("agent.buildkite.com", "agent.buildkite.com:sub"),
      Map.entry("oidc.codefresh.io", "oidc.codefresh.io:sub"),
      Map.entry("studio.datachain.ai/api", "studio.datachain.ai/api:sub"),
      Map.entry(GITHUB, GITHUB + ":sub"),
      Map.entry("oidc-configuration.audit-log.githubusercontent.com",
          "oidc-configuration.audit-log.githubusercontent.com:sub"),
      Map.entry("vstoken.actions.githubusercontent.com", "vstoken.actions.githubusercontent.com:sub"),
      Map.entry("gitlab.com", "gitlab.com:sub"),
      Map.entry("api.pulumi.com/oidc", "api.pulumi.com/oidc:aud"),
      Map.entry("sandboxes.cloud", "sandboxes.cloud:aud"),
      Map.entry("scalr.io", "scalr.io:sub"),
      Map.entry("tokens.cloud.shisho.dev", "tokens.cloud.shisho.dev:sub"),
      Map.entry(HCP_TERRAFORM, HCP_TERRAFORM + ":sub"),
      Map.entry("proidc.upbound.io", "proidc.upbound.io:sub"),
      Map.entry("oidc.vercel.com", "oidc.vercel.com:aud"));

  private SharedProviders() {}

  /**
   * The condition key that a trust policy for this issuer has to evaluate, where there is one.
   *
   * @param host the issuer's address as IAM names it: host and path, without the scheme
   */
  public static Optional<String> tellingKey(String host) {
    return Optional.ofNullable(TELLING_KEYS.get(host));
  }
}
