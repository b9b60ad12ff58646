package io.credentialbroker.sandbox.world;

import io.credentialbroker.sandbox.identity.SamlIssuer;

/**
 * A SAML provider that an account trusts.
 *
 * @param account twelve digits
 * @param name the provider's name in the account
 * @param issuer who signs the assertions
 */
public record SamlProvider(String account, String name, SamlIssuer issuer) {
  /** {@code arn:aws:iam::ACCOUNT:saml-provider/NAME}. */
  public String arn() {
    return "arn:aws:iam::" + account + ":saml-provider/" + name;
  }
}
