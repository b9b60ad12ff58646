package io.credentialbroker.core.login;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.signin.model.AccessToken;
import software.amazon.awssdk.services.signin.model.CreateOAuth2TokenResponse;
import software.amazon.awssdk.services.signin.model.CreateOAuth2TokenResponseBody;

/** The door of the login room. Futures complete exceptionally with {@link FailureException} only. */
public final class LoginCalls implements AutoCloseable {
  private static final String WHO = "AWS Sign-In";
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final SigninClients clients;
  private final SingleFlight<Path, LoginToken> renewals = new SingleFlight<>();
  private final Path folder;
  private final Executor blocking;
  private final InstantSource clock;

  /**
   * Makes nothing yet.
   *
   * @param environment the daemon's variables, for the endpoint override and {@code
   *     AWS_LOGIN_CACHE_DIRECTORY}
   * @param home the user's home folder, where {@code .aws/login/cache} is
   */
  public LoginCalls(HttpCalls http, Map<String, String> environment, Path home, Executor blocking,
      InstantSource clock) {
    this.clients = new SigninClients(new JavaNetHttpClient(http, LIMIT, clock, _ -> {}), blocking,
        Map.copyOf(environment));
    String elsewhere = environment.getOrDefault("AWS_LOGIN_CACHE_DIRECTORY", "");
    this.folder = elsewhere.isBlank() ? home.resolve(".aws/login/cache") : Path.of(elsewhere.strip());
    this.blocking = blocking;
    this.clock = clock;
  }

  /** The credentials of a login session, renewed before if they have to be. */
  public CompletableFuture<Credentials> credentials(Recipe.Login step) {
    var cache = new SignInCache(step.label(), SignInCache.file(folder, "SHA-256", step.session()),
        "Run: aws login");
    return Attempt.on(blocking, () -> token(step, cache).thenApply(LoginToken::credentials),
        error -> Attempt.unexpected(step.label(), error));
  }

  @Override
  public void close() {
    clients.close();
  }

  private CompletableFuture<LoginToken> token(Recipe.Login step, SignInCache cache) {
    Instant now = clock.instant();
    var token = LoginToken.read(cache, cache.read());
    if (!token.shouldBeRenewedAt(now)) {
      return CompletableFuture.completedFuture(token);
    }
    var renewed = renewals.join(cache.file(), () -> renewed(step, cache));
    return token.isUsableAt(now) ? renewed.exceptionally(_ -> token) : renewed;
  }

  /** Reads the file once more: another program may have renewed it since. */
  private CompletableFuture<LoginToken> renewed(Recipe.Login step, SignInCache cache) {
    var content = cache.read();
    var old = LoginToken.read(cache, content);
    if (!old.shouldBeRenewedAt(clock.instant())) {
      return CompletableFuture.completedFuture(old);
    }
    return Attempt.on(blocking, () -> {
      String uri = clients.tokenUri(step.region());
      String proof = old.key().proof(UUID.randomUUID().toString(), "POST", uri, clock.instant());
      return clients.in(step.region())
          .createOAuth2Token(
              request -> request.overrideConfiguration(extra -> extra.putHeader("DPoP", proof))
                  .tokenInput(input -> input.clientId(old.clientId())
                      .grantType("refresh_token")
                      .refreshToken(old.refreshToken().reveal())))
          .thenApply(answer -> {
            var fresh = LoginToken.renewed(content, checked(step, answer).accessToken(),
                clock.instant().plusSeconds(answer.tokenOutput().expiresIn()),
                answer.tokenOutput().refreshToken());
            cache.write(fresh);
            return LoginToken.read(cache, fresh);
          });
    }, error -> meaning(step, cache, old, error));
  }

  private static CreateOAuth2TokenResponseBody checked(
      Recipe.Login step, CreateOAuth2TokenResponse answer) {
    var output = answer.tokenOutput();
    AccessToken given = output == null ? null : output.accessToken();
    if (output == null || given == null || given.accessKeyId() == null || given.secretAccessKey() == null
        || given.sessionToken() == null || output.expiresIn() == null
        || output.expiresIn() <= 0
        || output.refreshToken() == null) {
      throw new FailureException(Failure.of(FailureReason.MALFORMED_ANSWER, step.label(),
          WHO + " answered without complete credentials.",
          "Check the region, the endpoint and the proxy that are configured."));
    }
    return output;
  }

  /** A refusal here can only mean that the sign-in is over; there is nothing else in the request. */
  private Failure meaning(Recipe.Login step, SignInCache cache, LoginToken old, Throwable error) {
    Failure failure = AwsFailures.of(step.label(), WHO, error, clock.instant(), List.of(old.refreshToken()));
    boolean refused = error instanceof AwsServiceException answer && answer.statusCode() / 100 == 4
        && failure.reason() != FailureReason.THROTTLED && failure.reason() != FailureReason.UNREACHABLE;
    return refused
        ? new Failure(FailureReason.SIGN_IN_NEEDED, failure.step(), failure.message(), cache.signIn(),
            failure.upstreamCode(), null)
        : failure;
  }
}
