package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.SafeText;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The role of an EC2 instance, over IMDSv2 only: a token by PUT, then the role's name, then its credentials. A
 * fetch begins with a token of its own, as a session is fetched a few times a day. There is no way back to
 * IMDSv1: whoever can make the token fail could otherwise make us ask without one.
 */
final class MetadataSource {
  private static final String WHO = "The instance metadata service";
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final String TOKEN_LIFETIME = "300";
  private static final int NOT_FOUND = 404;

  /** IAM's own rule for role names; what is not one is not asked for. */
  private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

  private final Surroundings surroundings;

  MetadataSource(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  CredentialSource of(Recipe.InstanceMetadata step) {
    return _ -> attempt(step, step.attempts());
  }

  private CompletableFuture<Credentials> attempt(Recipe.InstanceMetadata step, int left) {
    return Attempt.on(surroundings.blocking(), () -> once(step),
        error -> DocumentAnswer.broken(step.label(), WHO, error))
        .exceptionallyCompose(error -> left > 1 && error instanceof FailureException failed
            && failed.failure().recoverable()
                ? attempt(step, left - 1)
                : CompletableFuture.failedFuture(error));
  }

  private CompletableFuture<Credentials> once(Recipe.InstanceMetadata step) {
    if ("true".equalsIgnoreCase(surroundings.environment().get("AWS_EC2_METADATA_DISABLED"))) {
      throw failure(FailureReason.LOCAL_CONFIGURATION, step,
          "The instance metadata service is switched off by AWS_EC2_METADATA_DISABLED.",
          "Unset the variable where the daemon is started.");
    }
    return token(step).thenCompose(token -> roleName(step, token)
        .thenCompose(role -> get(step, token, ROLES + role)
            .thenApply(answer -> credentials(step, answer))));
  }

  private CompletableFuture<String> token(Recipe.InstanceMetadata step) {
    var request = HttpRequest.newBuilder(at(step, "/latest/api/token"))
        .header("x-aws-ec2-metadata-token-ttl-seconds", TOKEN_LIFETIME)
        .PUT(BodyPublishers.noBody())
        .build();
    return surroundings.http().send(request, step.timeout()).thenApply(answer -> {
      expectOk(step, answer);
      return line(answer);
    });
  }

  private CompletableFuture<String> roleName(Recipe.InstanceMetadata step, String token) {
    return get(step, token, ROLES).thenApply(answer -> {
      String role = answer.statusCode() == NOT_FOUND ? "" : line(answer);
      if (role.isEmpty()) {
        throw failure(FailureReason.LOCAL_CONFIGURATION, step, "This instance has no role.",
            "Attach an instance profile to the instance.");
      }
      expectOk(step, answer);
      if (!ROLE_NAME.matcher(role).matches()) {
        throw failure(FailureReason.MALFORMED_ANSWER, step,
            WHO + " answered something that is not the name of a role.",
            "Check ec2_metadata_service_endpoint.");
      }
      return role;
    });
  }

  private Credentials credentials(Recipe.InstanceMetadata step, HttpResponse<byte[]> answer) {
    expectOk(step, answer);
    var document = CredentialDocument.read(step.label(), WHO, answer.body());
    String code = document.text("Code");
    if (code != null && !code.equals("Success")) {
      throw refused(step, code, document.text("Message"));
    }
    return document.credentials("Token", FailureReason.UPSTREAM_ERROR, surroundings.clock().instant());
  }

  private CompletableFuture<HttpResponse<byte[]>> get(Recipe.InstanceMetadata step, String token,
      String path) {
    try {
      var request = HttpRequest.newBuilder(at(step, path)).header("x-aws-ec2-metadata-token", token).build();
      return surroundings.http().send(request, step.timeout());
    } catch (IllegalArgumentException _) { // its message would quote the token
      throw failure(FailureReason.MALFORMED_ANSWER, step, WHO + " answered a token that is no header value.",
          "Check ec2_metadata_service_endpoint.");
    }
  }

  private void expectOk(Recipe.InstanceMetadata step, HttpResponse<byte[]> answer) {
    DocumentAnswer.expectOk(step.label(), WHO,
        "Switch the instance's metadata service on (HttpEndpoint: enabled), and let no proxy or firewall of the "
            + "machine stand before it.",
        answer, surroundings.clock().instant());
  }

  private static URI at(Recipe.InstanceMetadata step, String path) {
    String base = step.endpoint().toString();
    return URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) + path : base + path);
  }

  private static String line(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8).strip().lines().findFirst().orElse("");
  }

  private static FailureException refused(Recipe.InstanceMetadata step, String code, @Nullable String said) {
    return new FailureException(new Failure(
        code.startsWith("AssumeRoleUnauthorized")
            ? FailureReason.ACCESS_DENIED
            : FailureReason.UPSTREAM_ERROR,
        step.label(), WHO + " said " + SafeText.of(code) + (said == null ? "." : ": " + SafeText.of(said)),
        "Check the trust policy of the instance's role: it must name ec2.amazonaws.com.", SafeText.of(code),
        null));
  }

  private static FailureException failure(FailureReason reason, Recipe step, String message, String remedy) {
    return new FailureException(Failure.of(reason, step.label(), message, remedy));
  }
}
