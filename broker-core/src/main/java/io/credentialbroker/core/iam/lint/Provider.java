package io.credentialbroker.core.iam.lint;

import io.credentialbroker.core.iam.Arn;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider that a statement trusts.
 *
 * @param host how the provider's condition keys begin, e.g. {@code token.actions.githubusercontent.com};
 *     {@code SAML} for SAML providers
 */
record Provider(Kind kind, String host, Statement.Principal principal) {
  /** What the providers differ in. */
  enum Kind {
    COGNITO, AMAZON, FACEBOOK, GOOGLE, OPEN_ID_CONNECT, SAML
  }

  private static final Pattern COGNITO = Pattern
      .compile("cognito-identity[a-z0-9.-]*\\.amazonaws\\.com(\\.cn)?");
  private static final Pattern ISSUER = Pattern.compile("[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+(/[^\\s:*?]+)?");
  private static final Pattern SAML_NAME = Pattern.compile("[\\w._-]{1,128}");
  private static final String OIDC = "oidc-provider/";
  private static final String SAML = "saml-provider/";

  /** The provider that a federated principal names; empty when it names none. */
  static Optional<Provider> of(Statement.Principal principal) {
    Kind kind = wellKnown(principal.text());
    return kind != null
        ? Optional.of(new Provider(kind, principal.text(), principal))
        : Arn.parse(principal.text()).flatMap(arn -> ofArn(arn, principal));
  }

  private static @Nullable Kind wellKnown(String text) {
    return switch (text) {
      case "www.amazon.com" -> Kind.AMAZON;
      case "graph.facebook.com" -> Kind.FACEBOOK;
      case "accounts.google.com" -> Kind.GOOGLE;
      case String other when COGNITO.matcher(other).matches() -> Kind.COGNITO;
      case String _ -> null;
    };
  }

  private static Optional<Provider> ofArn(Arn arn, Statement.Principal principal) {
    if (!arn.service().equals("iam") || !arn.region().isEmpty() || !Arn.isAccountId(arn.account())) {
      return Optional.empty();
    }
    String resource = arn.resource();
    if (resource.startsWith(OIDC) && ISSUER.matcher(resource.substring(OIDC.length())).matches()) {
      return Optional.of(new Provider(Kind.OPEN_ID_CONNECT, resource.substring(OIDC.length()), principal));
    }
    if (resource.startsWith(SAML) && SAML_NAME.matcher(resource.substring(SAML.length())).matches()) {
      return Optional.of(new Provider(Kind.SAML, "SAML", principal));
    }
    return Optional.empty();
  }

  boolean isWebIdentity() {
    return kind != Kind.SAML;
  }

  /** The call with which its tokens or assertions become a session, in lower case. */
  String action() {
    return isWebIdentity() ? "sts:assumerolewithwebidentity" : "sts:assumerolewithsaml";
  }

  /** The full name of a claim's condition key. */
  String key(String claim) {
    return host + ':' + claim;
  }

  Place place() {
    return principal.place();
  }
}
