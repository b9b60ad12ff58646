package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.SafeText;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The credentials of the container the daemon runs in: ECS, EKS Pod Identity, or another broker. */
final class ContainerSource {
  private static final String WHO = "The container endpoint";

  /** The longest that an SDK waits for an answer (Rust, Ruby). */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Surroundings surroundings;

  ContainerSource(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  CredentialSource of(Recipe.ContainerEndpoint step) {
    return _ -> Attempt.on(surroundings.blocking(), () -> asked(step.label()),
        error -> DocumentAnswer.broken(step.label(), WHO, error));
  }

  private CompletableFuture<Credentials> asked(String step) {
    var request = ContainerRequest.of(step, surroundings.environment());
    var http = HttpRequest.newBuilder(request.uri()).header("Accept", "application/json");
    if (request.token() != null) {
      http.header("Authorization", request.token().reveal());
    }
    return surroundings.http().send(http.build(), LIMIT).thenApply(answer -> credentials(step, answer));
  }

  private Credentials credentials(String step, HttpResponse<byte[]> answer) {
    DocumentAnswer.expectOk(step, WHO, "Check the authorization token that is configured for it.", answer,
        surroundings.clock().instant());
    var document = CredentialDocument.read(step, WHO, answer.body());
    String code = document.text("Code");
    if (code != null && !code.equals("Success")) {
      throw new FailureException(new Failure(FailureReason.UPSTREAM_ERROR, step,
          WHO + " said " + SafeText.of(code) + ".", "Look at the service that answers there.",
          SafeText.of(code),
          null));
    }
    return document.credentials("Token", FailureReason.UPSTREAM_ERROR, surroundings.clock().instant());
  }
}
