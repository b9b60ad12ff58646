package io.credentialbroker.sandbox;

import io.credentialbroker.sandbox.world.AccessKey;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The STS client of the AWS SDK, without retries, signing by a clock of the test's choice. */
public final class StsClients {
  private StsClients() {}

  public static StsClient of(URI endpoint, AwsCredentials credentials, InstantSource clock) {
    return client(endpoint, credentials, clock, Region.US_EAST_1);
  }

  public static StsClient of(URI endpoint, AccessKey key, InstantSource clock) {
    return of(endpoint, AwsBasicCredentials.create(key.id(), key.secret()), clock);
  }

  public static StsClient of(URI endpoint, Credentials session, InstantSource clock) {
    return of(endpoint, AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(),
        session.sessionToken()), clock);
  }

  public static StsClient unsigned(URI endpoint) {
    return StsClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(config -> config.retryStrategy(strategy -> strategy.maxAttempts(1))).build();
  }

  public static StsClient client(URI endpoint, AwsCredentials credentials, InstantSource clock,
      Region region) {
    return StsClient.builder().endpointOverride(endpoint).region(region)
        .credentialsProvider(StaticCredentialsProvider.create(credentials)).putAuthScheme(new Clocked(clock))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(config -> config.retryStrategy(strategy -> strategy.maxAttempts(1))).build();
  }

  /** The SDK's own scheme, with the clock given to its signer. */
  private record Clocked(InstantSource clock) implements AwsV4AuthScheme {
    @Override
    public String schemeId() {
      return SCHEME_ID;
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
      return providers.identityProvider(AwsCredentialsIdentity.class);
    }

    @Override
    public AwsV4HttpSigner signer() {
      return new ClockedSigner(AwsV4HttpSigner.create(), clock);
    }
  }

  private record ClockedSigner(AwsV4HttpSigner signer, InstantSource clock) implements AwsV4HttpSigner {
    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
      return signer
          .sign(request.copy(copy -> copy.putProperty(SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC))));
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(
        AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
      return signer
          .signAsync(request.copy(copy -> copy.putProperty(SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC))));
    }
  }
}
