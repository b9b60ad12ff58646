package io.credentialbroker.core.iam.lint;

import io.credentialbroker.core.iam.SharedProviders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a trusted identity provider's users are told apart, so that only the role's own come in. */
final class ProviderRules {
  /** An id of a Cognito identity pool begins with its region, whosever it is. */
  private static final Pattern ALL_IDENTITY_POOLS = Pattern.compile("([a-z]{2,4}-[a-z-]+-[0-9*?]+):?[*?]+");
  /** Every pod's token begins so, at any issuer that is a Kubernetes cluster. */
  private static final Pattern ALL_SERVICE_ACCOUNTS = Pattern
      .compile("system:?[*?:]+|system:serviceaccount:?[*?:]+");

  private ProviderRules() {}

  static void check(Statement statement, Findings findings) {
    if (statement.allowsAssuming()) {
      PrincipalRules.providers(statement).forEach(provider -> check(statement, provider, findings));
    }
  }

  /** One web identity provider for a role; SAML providers may be several. */
  static void checkOneProvider(List<Statement> statements, Findings findings) {
    Map<String, Provider> trusted = new LinkedHashMap<>();
    statements.stream().filter(Statement::allows).flatMap(it -> PrincipalRules.providers(it).stream())
        .filter(Provider::isWebIdentity)
        .forEach(provider -> trusted.putIfAbsent(provider.principal().text(), provider));
    List<Provider> providers = List.copyOf(trusted.values());
    providers.stream().skip(1).forEach(provider -> findings.add(Rule.SEVERAL_PROVIDERS, provider.place(),
        "The role trusts '" + provider.principal().text() + "' beside '"
            + providers.getFirst().principal().text()
            + "'."));
  }

  private static void check(Statement statement, Provider provider, Findings findings) {
    switch (provider.kind()) {
      case COGNITO -> cognito(statement, provider, findings);
      case AMAZON, FACEBOOK -> app(statement, provider, "app_id", findings);
      case GOOGLE -> app(statement, provider, "aud", findings);
      case SAML -> {
        Pin audience = Pin.on(statement, "SAML:aud");
        if (audience.isOpen()) {
          audience.report(Rule.SAML_AUD_MISSING, provider, "says for whom the assertion was made", findings);
        }
      }
      case OPEN_ID_CONNECT -> openIdConnect(statement, provider, findings);
    }
  }

  private static void cognito(Statement statement, Provider provider, Findings findings) {
    Pin pool = Pin.on(statement, provider.key("aud"), ALL_IDENTITY_POOLS);
    if (pool.isOpen()) {
      pool.report(Rule.COGNITO_AUD_MISSING, provider, "names the identity pool", findings);
    }
    Pin signedIn = Pin.on(statement, provider.key("amr"));
    if (signedIn.isOpen()) {
      signedIn.report(Rule.COGNITO_AMR_MISSING, provider, "tells users from guests", findings);
    }
  }

  private static void app(Statement statement, Provider provider, String claim, Findings findings) {
    Pin app = Pin.on(statement, provider.key(claim));
    if (app.isOpen()) {
      app.report(Rule.APP_ID_MISSING, provider, "names the app", findings);
    }
  }

  private static void openIdConnect(Statement statement, Provider provider, Findings findings) {
    Pin audience = Pin.on(statement, provider.key("aud"));
    Pin subject = Pin.on(statement, provider.key("sub"), ALL_SERVICE_ACCOUNTS);
    String telling = SharedProviders.tellingKey(provider.host()).orElse(null);
    if (provider.host().equals(SharedProviders.GITHUB)) {
      SubjectRules.GITHUB.check(provider, subject, findings);
    } else if (provider.host().equals(SharedProviders.HCP_TERRAFORM)) {
      SubjectRules.HCP_TERRAFORM.check(provider, subject, findings);
    } else if (telling == null) {
      if (subject.isOpen()) {
        subject.report(Rule.SUBJECT_MISSING, provider, "says whose token it is", findings);
      }
    } else if (Pin.on(statement, telling).isOpen()) {
      Pin.on(statement, telling).report(Rule.SHARED_PROVIDER_CLAIM_MISSING, provider,
          "tells your organisation from the many that " + provider.host() + " serves", findings);
    }
    if (audience.isOpen() && !provider.key("aud").equals(telling)) {
      audience.report(Rule.AUDIENCE_MISSING, provider, "says for whom the token was made", findings);
    }
  }
}
