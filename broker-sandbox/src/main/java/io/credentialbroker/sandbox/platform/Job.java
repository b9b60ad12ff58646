package io.credentialbroker.sandbox.platform;

import io.credentialbroker.sandbox.identity.OidcIssuer;

/**
 * A job of a build platform, which may ask for tokens about itself.
 *
 * @param name the last part of its path
 * @param issuer who signs its tokens
 * @param requestToken what it must show to get one
 * @param subject the {@code sub} of its tokens, e.g. {@code repo:ORG/REPO:ref:refs/heads/main}
 * @param defaultAudience the {@code aud} where it asks for none
 */
public record Job(String name, OidcIssuer issuer, String requestToken, String subject,
    String defaultAudience) {
  @Override
  public String toString() {
    return "Job[" + name + ", " + subject + "]";
  }
}
