package io.credentialbroker.core.sts;

import io.credentialbroker.core.aws.AwsClients;
import io.credentialbroker.core.aws.AwsFailures;
import io.credentialbroker.core.aws.ClockSkew;
import io.credentialbroker.core.aws.JavaNetHttpClient;
import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.secret.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;

/**
 * The door of the STS room: one method a call, credentials and secrets in, credentials out. Every future
 * completes exceptionally with a {@link FailureException} and nothing else. No method blocks, and none touches
 * the SDK on the calling thread: its first use loads a thousand classes.
 *
 * <p>A call is made once. Where the endpoint has a second region, and the first does not answer or answers 5xx,
 * it is made once more there. Where the signature is refused, and the answer has taught us that our clock is
 * wrong, it is made once more with a signature of the right time.
 */
public final class StsCalls implements AutoCloseable {
  /** How long one call may take, from the first byte out to the last byte in. */
  public static final Duration CALL_LIMIT = Duration.ofSeconds(8);

  /** The longest session that AssumeRoleWithSAML gives when no duration is asked for. */
  private static final Duration LONGEST_ROLE_SESSION = Duration.ofHours(12);

  /** A clock is never exact; by less than this it has not been corrected meanwhile. */
  private static final Duration WORTH_SIGNING_ANEW = Duration.ofMinutes(1);

  private final HttpCalls http;
  private final StsClients clients;
  private final Executor blocking;
  private final InstantSource clock;
  private final InstantSource corrected;

  /**
   * Makes nothing yet.
   *
   * @param blocking where the SDK works; must not be bounded
   * @param clock this machine's, by which {@code skew} is measured
   * @param corrected the same with what is known of its skew: signatures are made by it
   * @param skew told how far STS's clock is from ours, at every answer, so that {@code corrected} may follow;
   *     returns at once and throws nothing
   */
  public StsCalls(HttpCalls http, Executor blocking, InstantSource clock, InstantSource corrected,
      Consumer<ClockSkew> skew) {
    this.http = http;
    this.clients = new StsClients(new JavaNetHttpClient(http, CALL_LIMIT, clock, skew), blocking, corrected);
    this.blocking = blocking;
    this.clock = clock;
    this.corrected = corrected;
  }

  /** Takes some tens of milliseconds that the first call would take longer; calls nobody. */
  public void makeReady() {
    http.makeReady();
    clients.makeReady();
  }

  /**
   * {@code AssumeRole}, signed by {@code caller}.
   *
   * @param code the one-time code; needed exactly where the step's options have a device
   */
  public CompletableFuture<Credentials> assumeRole(Recipe.AssumeRole step, Credentials caller,
      @Nullable Secret code) {
    return call(step.label(), step.endpoint(), secrets(caller, code), sts -> {
      var request = StsRequests.assumeRole(step, code).overrideConfiguration(as(caller)).build();
      return sts.assumeRole(request)
          .thenApply(answer -> new StsAnswer(answer, answer.credentials(),
              arn(answer.assumedRoleUser()), step.options().duration()));
    });
  }

  /**
   * {@code GetSessionToken} for long-term keys. Account and ARN are those of the keys, where they are known.
   *
   * @param code the one-time code; needed exactly where the step has a device
   */
  public CompletableFuture<Credentials> sessionToken(Recipe.SessionToken step, Credentials caller,
      @Nullable Secret code) {
    return call(step.label(), step.endpoint(), secrets(caller, code), sts -> {
      var request = StsRequests.sessionToken(step, code).overrideConfiguration(as(caller)).build();
      return sts.getSessionToken(request)
          .thenApply(answer -> new StsAnswer(answer, answer.credentials(), caller.arn(),
              caller.accountId(), step.duration()));
    });
  }

  /** {@code GetFederationToken} for long-term keys. */
  public CompletableFuture<Credentials> federationToken(Recipe.FederationToken step, Credentials caller) {
    return call(step.label(), step.endpoint(), secrets(caller, null), sts -> {
      var request = StsRequests.federationToken(step).overrideConfiguration(as(caller)).build();
      return sts.getFederationToken(request)
          .thenApply(answer -> new StsAnswer(answer, answer.credentials(),
              answer.federatedUser() == null ? null : answer.federatedUser().arn(), step.duration()));
    });
  }

  /** {@code AssumeRoleWithWebIdentity}: unsigned. */
  public CompletableFuture<Credentials> webIdentity(Recipe.WebIdentity step, Secret token) {
    return call(step.label(), step.endpoint(), List.of(token),
        sts -> sts.assumeRoleWithWebIdentity(StsRequests.webIdentity(step, token))
            .thenApply(answer -> new StsAnswer(answer, answer.credentials(),
                arn(answer.assumedRoleUser()), step.duration())));
  }

  /** {@code AssumeRoleWithSAML}: unsigned. */
  public CompletableFuture<Credentials> saml(Recipe.Saml step, SamlAssertion assertion) {
    Duration asked = assertion.duration() == null ? LONGEST_ROLE_SESSION : assertion.duration();
    return call(step.label(), step.endpoint(), List.of(assertion.base64()),
        sts -> sts.assumeRoleWithSAML(StsRequests.saml(step, assertion))
            .thenApply(answer -> new StsAnswer(answer, answer.credentials(),
                arn(answer.assumedRoleUser()), asked)));
  }

  /** {@code GetCallerIdentity}: who these credentials are. AWS lets everybody ask. */
  public CompletableFuture<CallerIdentity> callerIdentity(Credentials caller, StsEndpoint endpoint) {
    String step = "GetCallerIdentity";
    return attempt(step, endpoint, endpoint.region(), secrets(caller, null),
        sts -> sts.getCallerIdentity(request -> request.overrideConfiguration(as(caller)))
            .thenApply(answer -> CallerIdentity.checked(step, answer.account(), answer.arn(),
                answer.userId())));
  }

  @Override
  public void close() {
    clients.close();
  }

  private CompletableFuture<Credentials> call(String step, StsEndpoint endpoint, List<Secret> used,
      Function<StsAsyncClient, CompletableFuture<StsAnswer>> body) {
    Function<StsAsyncClient, CompletableFuture<Credentials>> checked = sts -> body.apply(sts)
        .thenApply(answer -> answer.checked(step, clock.instant()));
    var first = attempt(step, endpoint, endpoint.region(), used, checked);
    String second = endpoint.secondRegion();
    if (second == null || endpoint.override() != null) {
      return first;
    }
    return Attempt.on(blocking, () -> first.exceptionallyCompose(error -> isFor(error,
        FailureReason.UNREACHABLE, FailureReason.UPSTREAM_ERROR)
            ? attempt(step, endpoint, second, used, checked)
            : CompletableFuture.failedFuture(error)),
        error -> Attempt.unexpected(step, error));
  }

  private <T> CompletableFuture<T> attempt(String step, StsEndpoint endpoint, String region,
      List<Secret> used, Function<StsAsyncClient, CompletableFuture<T>> body) {
    Duration believed = correction();
    return Attempt.on(blocking, () -> once(step, endpoint, region, used, body)
        .exceptionallyCompose(error -> isFor(error, FailureReason.SIGNATURE_MISMATCH)
            && correction().minus(believed).abs().compareTo(WORTH_SIGNING_ANEW) > 0
                ? once(step, endpoint, region, used, body)
                : CompletableFuture.failedFuture(error)),
        error -> Attempt.unexpected(step, error));
  }

  /** What is added to this machine's clock at present. */
  private Duration correction() {
    return Duration.between(clock.instant(), corrected.instant());
  }

  private <T> CompletableFuture<T> once(String step, StsEndpoint endpoint, String region, List<Secret> used,
      Function<StsAsyncClient, CompletableFuture<T>> body) {
    return Attempt.on(blocking, () -> body.apply(clients.at(endpoint, region)),
        error -> MfaRefusals
            .recognised(AwsFailures.of(step, named(endpoint, region), error, clock.instant(), used)));
  }

  /** STS as a person knows it: by the endpoint that was configured, else by its region. */
  private static String named(StsEndpoint endpoint, String region) {
    return endpoint.override() == null ? "STS in " + region : "STS at " + endpoint.override();
  }

  private static boolean isFor(Throwable error, FailureReason... reasons) {
    Throwable bare = error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
    return bare instanceof FailureException failed && List.of(reasons).contains(failed.failure().reason());
  }

  private static @Nullable String arn(@Nullable AssumedRoleUser user) {
    return user == null ? null : user.arn();
  }

  private static AwsRequestOverrideConfiguration as(Credentials caller) {
    return AwsRequestOverrideConfiguration.builder()
        .credentialsProvider(AwsClients.provider(caller))
        .build();
  }

  private static List<Secret> secrets(Credentials caller, @Nullable Secret code) {
    return Stream.of(caller.secretAccessKey(), caller.sessionToken(), code).filter(Objects::nonNull).toList();
  }
}
