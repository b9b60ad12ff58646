package io.credentialbroker.core.aws;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint overrides by the environment for services that profiles do not configure: {@code
 * AWS_ENDPOINT_URL_SERVICE}, then {@code AWS_ENDPOINT_URL}, unless {@code
 * AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true} (AWS SDKs and Tools reference, "Service-specific endpoints").
 */
public final class ServiceEndpoints {
  private ServiceEndpoints() {}

  /**
   * The override for a service; null for the SDK's own choice, and where the value is not a URL.
   *
   * @param service the name in the variable, e.g. {@code SSO_OIDC}
   */
  public static @Nullable URI override(Map<String, String> environment, String service) {
    if ("true".equalsIgnoreCase(environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"))) {
      return null;
    }
    String value = environment.getOrDefault("AWS_ENDPOINT_URL_" + service,
        environment.get("AWS_ENDPOINT_URL"));
    try {
      return value == null || value.isBlank() ? null : URI.create(value.strip());
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
