package io.credentialbroker.sandbox.world;

import io.credentialbroker.sandbox.identity.OidcIssuer;
import java.util.Set;

/**
 * An OpenID Connect provider that an account trusts.
 *
 * @param account twelve digits
 * @param issuer who signs the tokens
 * @param audiences the client ids that the account registered
 */
public record OidcProvider(String account, OidcIssuer issuer, Set<String> audiences) {
  public OidcProvider {
    audiences = Set.copyOf(audiences);
  }

  /** {@code arn:aws:iam::ACCOUNT:oidc-provider/HOST}. */
  public String arn() {
    return "arn:aws:iam::" + account + ":oidc-provider/" + issuer.host();
  }
}
