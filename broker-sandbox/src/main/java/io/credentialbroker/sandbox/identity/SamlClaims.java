package io.credentialbroker.sandbox.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an assertion says.
 *
 * @param subject the name id
 * @param roles each {@code ROLE_ARN,PROVIDER_ARN}, in either order
 * @param sessionName the attribute {@code RoleSessionName}; null leaves it out
 * @param recipient where it may be redeemed
 * @param issued when it was made
 * @param lifetime until it may be redeemed
 * @param more further attributes, by full name
 */
public record SamlClaims(String subject, List<String> roles, @Nullable String sessionName, String recipient,
    Instant issued, Duration lifetime, Map<String, String> more) {

  /** Where AWS redeems assertions, and the audience that they name. */
  public static final String AWS_SIGN_IN = "https://signin.aws.amazon.com/saml";
  /** The prefix of AWS's own attributes. */
  public static final String ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";

  public SamlClaims {
    roles = List.copyOf(roles);
    more = Map.copyOf(more);
  }

  /** One role, five minutes, nothing more. */
  public static SamlClaims of(String subject, String roleArn, String providerArn, Instant issued) {
    return new SamlClaims(subject, List.of(roleArn + "," + providerArn), subject, AWS_SIGN_IN, issued,
        Duration.ofMinutes(5), Map.of());
  }

  public SamlClaims withSessionName(@Nullable String name) {
    return new SamlClaims(subject, roles, name, recipient, issued, lifetime, more);
  }

  public SamlClaims withRecipient(String where) {
    return new SamlClaims(subject, roles, sessionName, where, issued, lifetime, more);
  }

  /** Adds one of AWS's attributes, e.g. {@code SessionDuration} or {@code PrincipalTag:Project}. */
  public SamlClaims with(String attribute, String value) {
    var all = new LinkedHashMap<>(more);
    all.put(ATTRIBUTES + attribute, value);
    return new SamlClaims(subject, roles, sessionName, recipient, issued, lifetime, all);
  }
}
