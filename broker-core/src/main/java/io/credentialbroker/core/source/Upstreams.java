package io.credentialbroker.core.source;

import io.credentialbroker.core.aws.ServiceEndpoints;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.region.RegionDomain;
import java.net.URI;
import java.util.Map;

/**
 * Where a recipe's own call goes: a name that is the same for all calls to one place. By it limits and breakers
 * are kept, and {@code StsSignOfLife} finds the place; so wherever there is an address, the name is its origin.
 */
final class Upstreams {
  private final Map<String, String> environment;

  Upstreams(Map<String, String> environment) {
    this.environment = environment;
  }

  String of(Recipe recipe) {
    return switch (recipe) {
      case Recipe.StaticKeys _,Recipe.Environment _,Recipe.Process _ -> "";
      case Recipe.InstanceMetadata step -> step.endpoint().toString();
      case Recipe.ContainerEndpoint step -> container(step.label());
      case Recipe.SessionToken step -> sts(step.endpoint());
      case Recipe.FederationToken step -> sts(step.endpoint());
      case Recipe.AssumeRole step -> sts(step.endpoint());
      case Recipe.WebIdentity step -> sts(step.endpoint());
      case Recipe.Saml step -> sts(step.endpoint());
      case Recipe.Sso step ->
        regional("SSO", "portal.sso." + step.region() + '.' + RegionDomain.of(step.region()));
      case Recipe.Login step -> regional("SIGNIN", step.region() + ".signin.aws.amazon.com");
    };
  }

  private String container(String step) {
    try {
      return origin(ContainerRequest.uri(step, environment));
    } catch (FailureException _) {
      return "container endpoint"; // it has no address that could be asked
    }
  }

  private String regional(String service, String host) {
    URI override = ServiceEndpoints.override(environment, service);
    return override == null ? "https://" + host : origin(override);
  }

  private static String sts(StsEndpoint endpoint) {
    URI override = endpoint.override();
    return override != null
        ? origin(override)
        : (endpoint.fips() ? "sts-fips." : "sts.") + endpoint.region() + (endpoint.dualStack() ? ".api" : "");
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getAuthority();
  }
}
