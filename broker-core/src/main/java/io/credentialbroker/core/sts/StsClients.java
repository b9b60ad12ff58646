package io.credentialbroker.core.sts;

import io.credentialbroker.core.aws.AwsClients;
import io.credentialbroker.core.aws.JavaNetHttpClient;
import io.credentialbroker.core.profile.StsEndpoint;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.auth.scheme.StsAuthSchemeProvider;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/**
 * One SDK client for each place that STS is called at. Making one takes tens of milliseconds and a call through
 * it none, so they are kept; there are as many as regions and overrides in use.
 */
final class StsClients implements AutoCloseable {
  private final ConcurrentMap<Place, StsAsyncClient> clients = new ConcurrentHashMap<>();
  private final JavaNetHttpClient http;
  private final Executor executor;
  private final StsAuthSchemeProvider signing;

  /**
   * Makes nothing yet.
   *
   * @param signing the time that signatures carry
   */
  StsClients(JavaNetHttpClient http, Executor executor, InstantSource signing) {
    this.http = http;
    this.executor = executor;
    this.signing = signingBy(signing.withZone(ZoneOffset.UTC));
  }

  /** The client for an endpoint in a region, which may be the endpoint's second one. */
  StsAsyncClient at(StsEndpoint endpoint, String region) {
    return clients.computeIfAbsent(
        new Place(region, endpoint.override(), endpoint.fips(), endpoint.dualStack()), this::client);
  }

  /** Has the SDK make a client and throws it away: of all clients the first one takes longest. */
  void makeReady() {
    client(new Place(Region.US_EAST_1.id(), null, false, false)).close();
  }

  @Override
  public void close() {
    clients.values().forEach(StsAsyncClient::close);
    clients.clear();
  }

  private StsAsyncClient client(Place place) {
    return AwsClients.configured(StsAsyncClient.builder(), http, executor)
        .region(Region.of(place.signingRegion()))
        .fipsEnabled(place.fips())
        .dualstackEnabled(place.dualStack())
        .endpointProvider(place.endpoints())
        .authSchemeProvider(signing)
        .build();
  }

  /** The SDK's own choice of how to sign, by our clock and not by the system's. */
  private static StsAuthSchemeProvider signingBy(Clock clock) {
    return params -> StsAuthSchemeProvider.defaultProvider().resolveAuthScheme(params).stream()
        .map(option -> option.toBuilder().putSignerProperty(HttpSigner.SIGNING_CLOCK, clock).build())
        .toList();
  }

  private record Place(String region, @Nullable URI override, boolean fips, boolean dualStack) {

    private static final String GLOBAL = "aws-global";

    /** The SDK's rules know what the global endpoint signs with, but not behind an override. */
    String signingRegion() {
      return override != null && region.equals(GLOBAL) ? "us-east-1" : region;
    }

    /**
     * The SDK's own rules with our override or none. Left to itself the client would read
     * {@code AWS_ENDPOINT_URL} once more, where the profile may have said to ignore it. The rules refuse FIPS and
     * dual-stack together with an override; an override is taken as it is.
     */
    StsEndpointProvider endpoints() {
      var rules = StsEndpointProvider.defaultProvider();
      return params -> rules.resolveEndpoint(params.toBuilder()
          .endpoint(override == null ? null : override.toString())
          .useFips(override == null && fips)
          .useDualStack(override == null && dualStack)
          .build());
    }
  }
}
