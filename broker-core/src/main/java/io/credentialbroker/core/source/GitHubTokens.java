package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.TokenSource;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Tokens of a GitHub Actions job: the runner names a URL and a bearer token for it in the environment of jobs
 * with {@code id-token: write} (GitHub's documentation of OpenID Connect in cloud providers).
 */
final class GitHubTokens {
  private static final String URL = "ACTIONS_ID_TOKEN_REQUEST_URL";
  private static final String BEARER = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
  private static final String WHO = "GitHub's token endpoint";
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final Surroundings surroundings;

  GitHubTokens(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  CompletableFuture<String> token(String step, TokenSource.GitHubActions action) {
    return Attempt.on(surroundings.blocking(),
        () -> surroundings.http().send(request(step, action), LIMIT).thenApply(answer -> {
          DocumentAnswer.expectOk(step, WHO,
              "Give the job the permission 'id-token: write', and start the daemon inside this very job.",
              answer,
              surroundings.clock().instant());
          String token = CredentialDocument.read(step, WHO, answer.body()).text("value");
          if (token == null) {
            throw new FailureException(Failure.of(FailureReason.MALFORMED_ANSWER, step,
                WHO + " answered without a token.", "Check " + URL + "."));
          }
          return token;
        }), error -> DocumentAnswer.broken(step, WHO, error));
  }

  private HttpRequest request(String step, TokenSource.GitHubActions action) {
    String url = surroundings.environment().get(URL);
    String bearer = surroundings.environment().get(BEARER);
    if (url == null || bearer == null) {
      throw failure(step, (url == null ? URL : BEARER) + " is not set in the daemon's environment.");
    }
    String audience = "audience=" + URLEncoder.encode(action.audience(), StandardCharsets.UTF_8);
    try {
      return HttpRequest.newBuilder(URI.create(url + (url.contains("?") ? "&" : "?") + audience))
          .header("Authorization", "Bearer " + bearer.strip())
          .header("Accept", "application/json")
          .build();
    } catch (IllegalArgumentException _) { // its message would quote the bearer token
      throw failure(step, URL + " or " + BEARER + " has characters that do not belong there.");
    }
  }

  private static FailureException failure(String step, String message) {
    return new FailureException(Failure.of(FailureReason.LOCAL_CONFIGURATION, step, message,
        "Give the job 'permissions: id-token: write' and start the daemon inside the job."));
  }
}
