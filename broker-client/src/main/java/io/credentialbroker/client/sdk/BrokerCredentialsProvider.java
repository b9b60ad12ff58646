package io.credentialbroker.client.sdk;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.CredentialsClient;
import io.credentialbroker.client.RuntimeDirectory;
import io.credentialbroker.client.ServedCredentials;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;
import software.amazon.awssdk.utils.cache.CachedSupplier;
import software.amazon.awssdk.utils.cache.NonBlocking;
import software.amazon.awssdk.utils.cache.OneCallerBlocks;
import software.amazon.awssdk.utils.cache.RefreshResult;

/**
 * The credentials of one profile, from the daemon's unix socket.
 *
 * <pre>
 * S3Client.builder().credentialsProvider(BrokerCredentialsProvider.create("deploy"))
 * </pre>
 *
 * <p>What the daemon served is kept as the SDK's own container provider keeps it, with the SDK's own cache. It is
 * asked for again at a moment drawn between an hour after it was fetched (or 15 minutes before it expires, if that
 * comes first) and two minutes before it expires. If that fails, what is held is served on. From one minute before
 * it expires it is held back, and a failure becomes an {@link SdkClientException}, which names the reason and the
 * remedy and no secret.
 *
 * <p>It needs {@code software.amazon.awssdk:auth} on the class path. Thread-safe.
 */
public final class BrokerCredentialsProvider implements AwsCredentialsProvider, SdkAutoCloseable {
  private static final Duration ASK_AGAIN_AFTER = Duration.ofHours(1);
  private static final Duration ASK_AGAIN_BEFORE = Duration.ofMinutes(15);
  private static final Duration HELD_BACK_BEFORE = Duration.ofMinutes(1);

  private final String profile;
  private final CredentialsClient client;
  private final Clock clock;
  private final CachedSupplier<AwsSessionCredentials> credentials;

  private BrokerCredentialsProvider(String profile, CredentialsClient client, boolean background,
      Clock clock) {
    this.profile = profile;
    this.client = client;
    this.clock = clock;
    this.credentials = CachedSupplier.builder(this::fetch).cachedValueName(toString()).clock(clock)
        .prefetchStrategy(background ? new NonBlocking("broker-credentials") : new OneCallerBlocks()).build();
  }

  /**
   * A provider that finds the daemon's socket by the environment of this process.
   *
   * @throws SdkClientException where the environment names no runtime directory
   */
  public static BrokerCredentialsProvider create(String profile) {
    return builder(profile).build();
  }

  public static Builder builder(String profile) {
    return new Builder(profile);
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return credentials.get();
  }

  /**
   * The same for asynchronous clients: the daemon is asked on a thread of {@code executor}, never on the thread
   * that makes a request. Closing it is not needed; this provider stays the owner.
   */
  public IdentityProvider<AwsCredentialsIdentity> async(Executor executor) {
    return new IdentityProvider<>() {
      @Override
      public Class<AwsCredentialsIdentity> identityType() {
        return AwsCredentialsIdentity.class;
      }

      @Override
      public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        return CompletableFuture.supplyAsync(BrokerCredentialsProvider.this::resolveCredentials, executor);
      }

      @Override
      public String toString() {
        return BrokerCredentialsProvider.this.toString();
      }
    };
  }

  /** Stops asking in the background. */
  @Override
  public void close() {
    credentials.close();
  }

  @Override
  public String toString() {
    return "BrokerCredentialsProvider(" + profile + ")";
  }

  private RefreshResult<AwsSessionCredentials> fetch() {
    try {
      ServedCredentials served = client.credentials(profile);
      Instant asked = clock.instant();
      Instant again = earlier(asked.plus(ASK_AGAIN_AFTER), served.expiration().minus(ASK_AGAIN_BEFORE));
      return RefreshResult.builder(session(served)).staleTime(served.expiration().minus(HELD_BACK_BEFORE))
          .prefetchTime(again).build();
    } catch (BrokerException e) {
      String hint = e.hint().isEmpty() ? "" : " (" + e.hint() + ')';
      throw SdkClientException.create("No credentials of profile '" + profile + "' from the broker: "
          + e.getMessage() + hint);
    }
  }

  private static AwsSessionCredentials session(ServedCredentials served) {
    return AwsSessionCredentials.builder().accessKeyId(served.accessKeyId())
        .secretAccessKey(served.secretAccessKey())
        .sessionToken(served.sessionToken()).expirationTime(served.expiration()).accountId(served.accountId())
        .providerName("BrokerCredentialsProvider").build();
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** Where the socket is, and whether to ask ahead in the background. */
  public static final class Builder {
    private final String profile;
    private @Nullable Path socket;
    private boolean background;
    private Clock clock = Clock.systemUTC();

    private Builder(String profile) {
      this.profile = Objects.requireNonNull(profile, "profile");
    }

    /** The daemon's credentials socket, for a daemon whose broker.toml puts it in a place of its own. */
    public Builder socket(Path path) {
      socket = path;
      return this;
    }

    /**
     * Whether a thread asks ahead of time, so that no request of the application waits; off by default, as with
     * the SDK's own providers. The provider should be closed then.
     */
    public Builder asyncCredentialUpdateEnabled(boolean enabled) {
      background = enabled;
      return this;
    }

    Builder clock(Clock time) {
      clock = time;
      return this;
    }

    /** Makes the provider; nothing is asked of the daemon yet. */
    public BrokerCredentialsProvider build() {
      return new BrokerCredentialsProvider(profile, new CredentialsClient(found()), background, clock);
    }

    private Path found() {
      try {
        return socket == null ? RuntimeDirectory.of(System.getenv()).credentialsSocket() : socket;
      } catch (BrokerException e) {
        throw SdkClientException.create(e.getMessage() + " (" + e.hint() + ')');
      }
    }
  }
}
