package io.credentialbroker.core.console;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.http.HttpFailures;
import io.credentialbroker.core.iam.AwsPartition;
import io.credentialbroker.core.iam.console.ConsoleSignIn;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges sessions for links at the federation endpoint. A request to it carries the whole session in its query, as
 * AWS wants it, so neither the request nor any part of the exchange is ever logged or quoted.
 */
public final class ConsoleLinks {
  private static final String STEP = "console sign-in";
  private static final String WHO = "The federation endpoint";
  private static final String ISSUER = "credential-broker";
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final HttpCalls http;
  private final @Nullable URI endpoint;

  /**
   * Calls nobody yet.
   *
   * @param endpoint the federation endpoint of the sandbox; absent for each partition's own
   */
  public ConsoleLinks(HttpCalls http, @Nullable URI endpoint) {
    this.http = http;
    this.endpoint = endpoint;
  }

  /**
   * The link that opens the console; whoever has it has the session, and it works for 15 minutes.
   *
   * @param destination the first page, from {@code ConsoleDestination}
   * @param duration how long the console session lasts, 15 minutes to 12 hours; absent for as long as the session
   * @return completes exceptionally with {@link FailureException} only
   * @throws IllegalArgumentException when the credentials are long-term keys, or the duration is out of range
   */
  public CompletableFuture<Secret> signIn(Credentials session, AwsPartition partition, URI destination,
      @Nullable Duration duration) {
    var signIn = endpoint == null ? ConsoleSignIn.in(partition) : new ConsoleSignIn(partition, endpoint);
    Secret query = signIn.tokenQuery(session, duration);
    var request = HttpRequest.newBuilder(URI.create(signIn.federationEndpoint() + "?" + query.reveal()))
        .header("Accept", "application/json").build();
    return http.send(request, LIMIT).handle((answer, error) -> {
      if (error != null) {
        throw new FailureException(failure(error));
      }
      return signIn.loginUrl(token(signIn, answer), destination, ISSUER);
    });
  }

  private static Secret token(ConsoleSignIn signIn, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status == 200) {
      return signIn.signInToken(new String(answer.body(), StandardCharsets.UTF_8));
    }
    if (status == 429 || status == 400 && isThrottled(new String(answer.body(), StandardCharsets.UTF_8))) {
      throw new FailureException(Failure.of(FailureReason.THROTTLED, STEP,
          WHO + " asks for fewer calls (" + status + ").", "Try again in a minute."));
    }
    throw new FailureException(status == 400 || status == 403
        ? Failure.of(FailureReason.INVALID_PARAMETER, STEP,
            WHO + " refused the session (" + status + "), and says no more than that.",
            "Sessions of GetSessionToken cannot sign in, and a role assumed by a role takes no duration of its own.")
        : Failure.of(FailureReason.UPSTREAM_ERROR, STEP, WHO + " answered with status " + status + ".",
            "Try again in a minute."));
  }

  /** Its page has AWS's word for it, or the sentence that goes with it. */
  private static boolean isThrottled(String page) {
    return page.contains("Throttl") || page.contains("Rate exceeded");
  }

  private static Failure failure(Throwable error) {
    Throwable cause = error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
    return switch (cause) {
      case IOException io -> HttpFailures.of(STEP, WHO, io);
      default -> Failure.of(FailureReason.INTERNAL, STEP,
          "The broker failed: " + cause.getClass().getSimpleName() + ".", "Look into the daemon's log.");
    };
  }
}
