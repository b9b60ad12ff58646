package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.TokenSource;
import io.credentialbroker.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Web identity tokens and SAML assertions, had anew at each call. */
final class Tokens {
  /** STS takes 4 to 20,000 characters. */
  private static final int LONGEST_TOKEN = 20_000;

  /** STS takes 100,000 characters of base64; as XML the same assertion is smaller. */
  private static final int LONGEST_ASSERTION = 100_000;

  private static final int SHORTEST = 4;

  private final Map<String, String> environment;
  private final Executor blocking;
  private final Commands commands;
  private final GitHubTokens gitHub;

  Tokens(Surroundings surroundings, Commands commands) {
    this.environment = surroundings.environment();
    this.blocking = surroundings.blocking();
    this.commands = commands;
    this.gitHub = new GitHubTokens(surroundings);
  }

  CompletableFuture<Secret> webIdentity(String step, TokenSource source) {
    String what = "The web identity token";
    return switch (source) {
      case TokenSource.Local local -> text(step, what, local, LONGEST_TOKEN);
      case TokenSource.GitHubActions action -> gitHub.token(step, action)
          .thenApply(token -> checked(step, what, token, LONGEST_TOKEN));
      case TokenSource.HcpTerraform(String tag) -> Attempt.on(blocking,
          () -> CompletableFuture.completedFuture(checked(step, what, terraform(step, tag), LONGEST_TOKEN)),
          error -> Attempt.unexpected(step, error));
    };
  }

  CompletableFuture<Secret> assertion(String step, TokenSource.Local source) {
    return text(step, "The SAML assertion", source, LONGEST_ASSERTION);
  }

  private CompletableFuture<Secret> text(String step, String what, TokenSource.Local source, int limit) {
    return switch (source) {
      case TokenSource.File(var path) -> Attempt.on(blocking,
          () -> CompletableFuture.completedFuture(
              checked(step, what + " in " + path, decoded(SecretFile.read(step, what, path, limit)), limit)),
          error -> Attempt.unexpected(step, error));
      case TokenSource.Command(String line) -> commands.output(step, line)
          .thenApply(output -> checked(step, what, decoded(output), limit));
    };
  }

  private String terraform(String step, @Nullable String tag) {
    String variable = "TFC_WORKLOAD_IDENTITY_TOKEN" + (tag == null ? "" : "_" + tag);
    String token = environment.get(variable);
    if (token == null) {
      throw failure(step, variable + " is not set in the daemon's environment.",
          "Set TFC_WORKLOAD_IDENTITY_AUDIENCE" + (tag == null ? "" : "_" + tag)
              + " in the workspace, and start the daemon inside the run.");
    }
    return token;
  }

  private static Secret checked(String step, String what, String text, int limit) {
    String bare = text.strip();
    if (bare.length() < SHORTEST) {
      throw failure(step, what + " is empty or too short.", "Get a new one from the identity provider.");
    }
    if (bare.length() > limit) {
      throw failure(step, what + " is longer than the " + limit + " characters that STS takes.",
          "Get one with fewer claims from the identity provider.");
    }
    return Secret.of(bare);
  }

  private static String decoded(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static FailureException failure(String step, String message, String remedy) {
    return new FailureException(Failure.of(FailureReason.LOCAL_CONFIGURATION, step, message, remedy));
  }
}
