package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The steps that end on this machine: keys, variables, a command. */
final class LocalSources {
  private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
  private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
  private static final String TOKEN = "AWS_SESSION_TOKEN";
  private static final String EXPIRATION = "AWS_CREDENTIAL_EXPIRATION";
  private static final String ACCOUNT = "AWS_ACCOUNT_ID";

  private final Map<String, String> environment;
  private final Commands commands;
  private final Executor blocking;
  private final InstantSource clock;

  LocalSources(Surroundings surroundings, Commands commands) {
    this.environment = surroundings.environment();
    this.blocking = surroundings.blocking();
    this.clock = surroundings.clock();
    this.commands = commands;
  }

  CredentialSource keys(Recipe.StaticKeys step) {
    var credentials = new Credentials(step.accessKeyId(), step.secretAccessKey(), step.sessionToken(), null,
        step.accountId(), null);
    return _ -> CompletableFuture.completedFuture(credentials);
  }

  CredentialSource environment(Recipe.Environment step) {
    return _ -> {
      try {
        return CompletableFuture.completedFuture(fromVariables(step.label()));
      } catch (FailureException failed) {
        return CompletableFuture.failedFuture(failed);
      }
    };
  }

  CredentialSource process(Recipe.Process step) {
    return _ -> Attempt.on(blocking, () -> commands.output(step.label(), step.command())
        .thenApply(output -> CredentialDocument.ofProcess(step, output, clock.instant())),
        error -> Attempt.unexpected(step.label(), error));
  }

  private Credentials fromVariables(String step) {
    String id = required(step, KEY_ID);
    String secret = required(step, SECRET_KEY);
    String token = optional(TOKEN);
    Instant expiration = expiration(step);
    if (expiration != null && !expiration.isAfter(clock.instant())) {
      throw failure(FailureReason.EXPIRED_INPUT, step, "The credentials in the environment have expired.",
          "Start the daemon again with new ones.");
    }
    return new Credentials(id, Secret.of(secret), token == null ? null : Secret.of(token), expiration,
        optional(ACCOUNT), null);
  }

  private @Nullable Instant expiration(String step) {
    String value = optional(EXPIRATION);
    try {
      return value == null ? null : CredentialDocument.instant(value);
    } catch (DateTimeException _) {
      throw failure(FailureReason.LOCAL_CONFIGURATION, step, EXPIRATION + " is not a time.",
          "Write it like 2026-01-31T12:00:00Z, or leave it out.");
    }
  }

  private String required(String step, String variable) {
    String value = optional(variable);
    if (value == null) {
      throw failure(FailureReason.LOCAL_CONFIGURATION, step,
          variable + " is not set in the daemon's environment.",
          "Set " + KEY_ID + " and " + SECRET_KEY + " where the daemon is started.");
    }
    return value;
  }

  private @Nullable String optional(String variable) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static FailureException failure(FailureReason reason, String step, String message, String remedy) {
    return new FailureException(Failure.of(reason, step, message, remedy));
  }
}
