package io.credentialbroker.core.sso;

import io.credentialbroker.core.aws.AwsFailures;
import io.credentialbroker.core.aws.JavaNetHttpClient;
import io.credentialbroker.core.aws.SignInCache;
import io.credentialbroker.core.aws.SingleFlight;
import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sso.model.RoleCredentials;

/** The door of the Identity Center room. Futures complete exceptionally with {@link FailureException} only. */
public final class SsoCalls implements AutoCloseable {
  private static final String WHO = "IAM Identity Center";
  private static final Duration LIMIT = Duration.ofSeconds(8);

  /** The error codes of the portal and the token endpoint that mean: the sign-in is over. */
  private static final Set<String> SIGNED_OUT = Set.of("UnauthorizedException", "InvalidGrantException",
      "ExpiredTokenException", "InvalidClientException", "UnauthorizedClientException");

  private final SsoClients clients;
  private final SingleFlight<Path, SsoToken> renewals = new SingleFlight<>();
  private final Path folder;
  private final Executor blocking;
  private final InstantSource clock;

  /**
   * Makes nothing yet.
   *
   * @param environment the daemon's variables, for endpoint overrides
   * @param home the user's home folder, where {@code .aws/sso/cache} is
   */
  public SsoCalls(HttpCalls http, Map<String, String> environment, Path home, Executor blocking,
      InstantSource clock) {
    this.clients = new SsoClients(new JavaNetHttpClient(http, LIMIT, clock, _ -> {}), blocking,
        Map.copyOf(environment));
    this.folder = home.resolve(".aws/sso/cache");
    this.blocking = blocking;
    this.clock = clock;
  }

  /** {@code GetRoleCredentials} with the token of the sign-in, which is renewed before if it has to be. */
  public CompletableFuture<Credentials> roleCredentials(Recipe.Sso step) {
    var cache = cacheOf(step);
    return Attempt.on(blocking,
        () -> token(step, cache).thenCompose(token -> credentials(step, cache, token)),
        error -> Attempt.unexpected(step.label(), error));
  }

  @Override
  public void close() {
    clients.close();
  }

  private CompletableFuture<SsoToken> token(Recipe.Sso step, SignInCache cache) {
    Instant now = clock.instant();
    var token = SsoToken.read(cache, cache.read(), now);
    if (!token.shouldBeRenewedAt(now) || step.session() == null) {
      return usable(cache, token, now);
    }
    if (token.renewal() == null) {
      return usable(cache, token, now);
    }
    var renewed = renewals.join(cache.file(), () -> renewed(step, cache));
    // What fails to be renewed is still good for a quarter of an hour, and is tried again at the next fetch.
    return token.isUsableAt(now) ? renewed.exceptionally(_ -> token) : renewed;
  }

  private static CompletableFuture<SsoToken> usable(SignInCache cache, SsoToken token, Instant now) {
    return token.isUsableAt(now)
        ? CompletableFuture.completedFuture(token)
        : CompletableFuture.failedFuture(
            cache.signInNeeded("The sign-in expired at " + token.expiresAt() + "."));
  }

  /** Reads the file once more: another program may have renewed it since. */
  private CompletableFuture<SsoToken> renewed(Recipe.Sso step, SignInCache cache) {
    var content = cache.read();
    var old = SsoToken.read(cache, content, clock.instant());
    var renewal = old.renewal();
    if (renewal == null || !old.shouldBeRenewedAt(clock.instant())) {
      return usable(cache, old, clock.instant());
    }
    return Attempt.on(blocking, () -> clients.tokens(step.region())
        .createToken(request -> request.grantType("refresh_token")
            .clientId(renewal.clientId())
            .clientSecret(renewal.clientSecret().reveal())
            .refreshToken(renewal.refreshToken().reveal()))
        .thenApply(answer -> {
          if (answer.accessToken() == null || answer.expiresIn() == null) {
            throw nonsense(step, WHO + " answered without a token.");
          }
          Instant until = clock.instant().plusSeconds(answer.expiresIn());
          var fresh = SsoToken.renewed(content, answer.accessToken(), until, answer.refreshToken());
          cache.write(fresh);
          return SsoToken.read(cache, fresh, clock.instant());
        }), error -> meaning(step, cache, error,
            List.of(renewal.refreshToken(), renewal.clientSecret(), old.accessToken())));
  }

  private CompletableFuture<Credentials> credentials(Recipe.Sso step, SignInCache cache, SsoToken token) {
    return Attempt.on(blocking, () -> clients.portal(step.region())
        .getRoleCredentials(request -> request.accountId(step.accountId())
            .roleName(step.roleName())
            .accessToken(token.accessToken().reveal()))
        .thenApply(answer -> checked(step, answer.roleCredentials())),
        error -> meaning(step, cache, error, List.of(token.accessToken())));
  }

  private Credentials checked(Recipe.Sso step, @Nullable RoleCredentials given) {
    if (given == null || blank(given.accessKeyId()) || blank(given.secretAccessKey())
        || blank(given.sessionToken()) || given.expiration() == null) {
      throw nonsense(step, WHO + " answered without complete credentials.");
    }
    Instant expiration = Instant.ofEpochMilli(given.expiration());
    if (!expiration.isAfter(clock.instant())) {
      throw nonsense(step, WHO + " answered with credentials that have expired already.");
    }
    return new Credentials(given.accessKeyId(), Secret.of(given.secretAccessKey()),
        Secret.of(given.sessionToken()), expiration, step.accountId(), null);
  }

  private Failure meaning(Recipe.Sso step, SignInCache cache, Throwable error, List<Secret> used) {
    Failure failure = AwsFailures.of(step.label(), WHO, error, clock.instant(), used);
    return failure.upstreamCode() == null || !SIGNED_OUT.contains(failure.upstreamCode())
        ? failure
        : new Failure(FailureReason.SIGN_IN_NEEDED, failure.step(), failure.message(), cache.signIn(),
            failure.upstreamCode(), null);
  }

  private SignInCache cacheOf(Recipe.Sso step) {
    String session = step.session();
    return new SignInCache(step.label(),
        SignInCache.file(folder, "SHA-1", session == null ? step.startUrl() : session),
        session == null
            ? "Run: aws sso login --profile NAME, for a profile with this sso_start_url: " + step.startUrl()
            : "Run: aws sso login --sso-session " + session);
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static FailureException nonsense(Recipe.Sso step, String message) {
    return new FailureException(Failure.of(FailureReason.MALFORMED_ANSWER, step.label(), message,
        "Check sso_region, and the endpoint and the proxy that are configured."));
  }
}
