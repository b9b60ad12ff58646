package io.credentialbroker.core.sso;

import io.credentialbroker.core.aws.AwsClients;
import io.credentialbroker.core.aws.JavaNetHttpClient;
import io.credentialbroker.core.aws.ServiceEndpoints;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sso.SsoAsyncClient;
import software.amazon.awssdk.services.sso.endpoints.SsoEndpointProvider;
import software.amazon.awssdk.services.ssooidc.SsoOidcAsyncClient;
import software.amazon.awssdk.services.ssooidc.endpoints.SsoOidcEndpointProvider;

/** The SDK's clients of the access portal and of its token endpoint, one each for a region. */
final class SsoClients implements AutoCloseable {
  private final ConcurrentMap<String, SsoAsyncClient> portals = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, SsoOidcAsyncClient> tokens = new ConcurrentHashMap<>();
  private final JavaNetHttpClient http;
  private final Executor executor;
  private final Map<String, String> environment;

  SsoClients(JavaNetHttpClient http, Executor executor, Map<String, String> environment) {
    this.http = http;
    this.executor = executor;
    this.environment = environment;
  }

  SsoAsyncClient portal(String region) {
    return portals.computeIfAbsent(region, _ -> {
      String override = override("SSO");
      var rules = SsoEndpointProvider.defaultProvider();
      return AwsClients.configured(SsoAsyncClient.builder(), http, executor)
          .region(Region.of(region))
          .fipsEnabled(false)
          .dualstackEnabled(false)
          .endpointProvider(
              params -> rules.resolveEndpoint(params.toBuilder().endpoint(override).build()))
          .build();
    });
  }

  SsoOidcAsyncClient tokens(String region) {
    return tokens.computeIfAbsent(region, _ -> {
      String override = override("SSO_OIDC");
      var rules = SsoOidcEndpointProvider.defaultProvider();
      return AwsClients.configured(SsoOidcAsyncClient.builder(), http, executor)
          .region(Region.of(region))
          .fipsEnabled(false)
          .dualstackEnabled(false)
          .endpointProvider(
              params -> rules.resolveEndpoint(params.toBuilder().endpoint(override).build()))
          .build();
    });
  }

  @Override
  public void close() {
    portals.values().forEach(SsoAsyncClient::close);
    tokens.values().forEach(SsoOidcAsyncClient::close);
    portals.clear();
    tokens.clear();
  }

  private @Nullable String override(String service) {
    URI uri = ServiceEndpoints.override(environment, service);
    return uri == null ? null : uri.toString();
  }
}
