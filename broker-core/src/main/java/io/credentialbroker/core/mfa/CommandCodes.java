package io.credentialbroker.core.mfa;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.source.CodeNeed;
import io.credentialbroker.core.source.Commands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Codes that a command prints. What it prints is shown to nobody. */
final class CommandCodes {
  static final String STEP = "mfa_command";

  private final Commands commands;
  private final Duration patience;
  private final InstantSource clock;
  private final Consumer<SessionKey> arrived;

  /**
   * Runs nothing yet.
   *
   * @param patience how long {@link #code} waits for a command; one that ends later is not run in vain
   * @param arrived told for which session a code has come after all
   */
  CommandCodes(Commands commands, Duration patience, InstantSource clock, Consumer<SessionKey> arrived) {
    this.commands = commands;
    this.patience = patience;
    this.clock = clock;
    this.arrived = arrived;
  }

  /** Runs the command and waits for its code, for a while; blocks. Nothing comes where {@code box} has a complaint. */
  Optional<Secret> code(CodeNeed need, String line, CodeBox box) {
    CompletableFuture<Secret> code = commands.output(STEP, line).thenApply(CommandCodes::digits);
    try {
      Secret printed = code.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (box.hasUsed(printed, clock.instant())) {
        box.complain("The mfa_command printed a code that has been used already.");
        return Optional.empty();
      }
      box.use(printed, need.key(), clock.instant());
      return Optional.of(printed);
    } catch (TimeoutException _) {
      box.complain("The mfa_command has not ended yet; touch the device if it waits for that.");
      var _ = code.whenComplete((late, error) -> late(need.key(), box, late, error));
    } catch (ExecutionException e) {
      box.complain(words(e.getCause()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the daemon stops
    }
    return Optional.empty();
  }

  private void late(SessionKey key, CodeBox box, @Nullable Secret code,
      @Nullable Throwable error) {
    var now = clock.instant();
    if (code == null) {
      box.complain(words(error));
    } else if (!box.hasUsed(code, now)) {
      box.put(code, key, now);
      arrived.accept(key);
    }
  }

  private static Secret digits(byte[] output) {
    try {
      String printed = new String(output, StandardCharsets.UTF_8).strip();
      if (!printed.matches("[0-9]{6}")) {
        throw new FailureException(Failure.of(FailureReason.LOCAL_CONFIGURATION, STEP,
            "The command printed something else than six digits.", "Check what it prints."));
      }
      return Secret.of(printed);
    } finally {
      Arrays.fill(output, (byte) 0);
    }
  }

  private static String words(@Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
    return cause instanceof FailureException failed
        ? STEP + ": " + failed.failure().message() + ' ' + failed.failure().remedy()
        : "The mfa_command failed.";
  }
}
