package io.credentialbroker.core.login;

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
import software.amazon.awssdk.services.signin.SigninAsyncClient;
import software.amazon.awssdk.services.signin.endpoints.SigninEndpointParams;
import software.amazon.awssdk.services.signin.endpoints.SigninEndpointProvider;

/** The SDK's clients of AWS Sign-In, one for a region. */
final class SigninClients implements AutoCloseable {
  private static final String PATH = "/v1/token";

  private final ConcurrentMap<String, SigninAsyncClient> clients = new ConcurrentHashMap<>();
  private final JavaNetHttpClient http;
  private final Executor executor;
  private final @Nullable URI override;

  SigninClients(JavaNetHttpClient http, Executor executor, Map<String, String> environment) {
    this.http = http;
    this.executor = executor;
    this.override = ServiceEndpoints.override(environment, "SIGNIN");
  }

  SigninAsyncClient in(String region) {
    return clients.computeIfAbsent(region, _ -> {
      var rules = SigninEndpointProvider.defaultProvider();
      return AwsClients.configured(SigninAsyncClient.builder(), http, executor)
          .region(Region.of(region))
          .fipsEnabled(false)
          .dualstackEnabled(false)
          .endpointProvider(params -> rules.resolveEndpoint(overridden(params.toBuilder())))
          .build();
    });
  }

  /** The address that a proof of possession has to name: the one the client will call. */
  String tokenUri(String region) {
    var params = overridden(
        SigninEndpointParams.builder().region(Region.of(region)).useFips(false).useDualStack(false)
            .isOAuthEndpoint(true));
    return SigninEndpointProvider.defaultProvider().resolveEndpoint(params).join().endpointUrl().toUri()
        .resolve(PATH).toString();
  }

  @Override
  public void close() {
    clients.values().forEach(SigninAsyncClient::close);
    clients.clear();
  }

  private SigninEndpointParams overridden(SigninEndpointParams.Builder params) {
    return params.endpoint(override == null ? null : override.toString()).build();
  }
}
