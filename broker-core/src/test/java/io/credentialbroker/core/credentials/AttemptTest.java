package io.credentialbroker.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.Outcomes;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptTest {
  private static final Failure KNOWN = Failure.of(FailureReason.THROTTLED, "step", "Too much.", "Wait.");

  @Test
  void on_aValue_bringsIt() {
    assertThat(Outcomes.of(attempt(Runnable::run, () -> CompletableFuture.completedFuture("value"))))
        .isEqualTo("value");
  }

  static Stream<Throwable> knownFailures() {
    var failed = new FailureException(KNOWN);
    return Stream.of(failed, new CompletionException(failed),
        new CompletionException(new CompletionException(failed)));
  }

  @ParameterizedTest
  @MethodSource("knownFailures")
  void on_aKnownFailureHoweverWrapped_endsInItAlone(Throwable error) {
    assertThat(Outcomes.failureOf(attempt(Runnable::run, () -> CompletableFuture.failedFuture(error))))
        .isEqualTo(KNOWN);
  }

  @Test
  void on_anotherException_endsInItsMeaning() {
    var attempt = attempt(Runnable::run,
        () -> CompletableFuture.failedFuture(new CompletionException(new IOException("canary"))));
    assertThat(Outcomes.failureOf(attempt).message()).isEqualTo("The broker failed: IOException.");
  }

  @Test
  void on_aBodyThatThrowsAnError_stillEnds() {
    var attempt = attempt(Runnable::run, () -> {
      throw new NoClassDefFoundError("canary");
    });
    assertThat(Outcomes.failureOf(attempt).reason()).isEqualTo(FailureReason.INTERNAL);
  }

  @Test
  void on_anExecutorThatHasStopped_stillEnds() {
    var attempt = attempt(_ -> {
      throw new RejectedExecutionException("canary");
    }, () -> CompletableFuture.completedFuture("value"));
    assertThat(Outcomes.failureOf(attempt).toString()).doesNotContain("canary");
  }

  private static CompletableFuture<String> attempt(Executor executor,
      Supplier<CompletableFuture<String>> body) {
    return Attempt.on(executor, body, error -> Attempt.unexpected("step", error));
  }
}
