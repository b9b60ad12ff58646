package io.credentialbroker.core.credentials;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Work on another thread that can end in two ways only: a value, or a {@link FailureException}. */
public final class Attempt {
  private Attempt() {}

  /**
   * Begins the work and returns at once.
   *
   * @param body runs on {@code executor}; may throw, and may end in any exception
   * @param meaning from what went wrong to a failure; not asked where a failure is known already
   * @return completes exceptionally with a {@link FailureException} only, itself and not wrapped
   */
  public static <T> CompletableFuture<T> on(Executor executor, Supplier<CompletableFuture<T>> body,
      Function<Throwable, Failure> meaning) {
    var attempt = new CompletableFuture<T>();
    try {
      executor.execute(() -> {
        var _ = begin(body).whenComplete((value, error) -> {
          if (error == null) {
            attempt.complete(value);
          } else {
            attempt.completeExceptionally(failed(error, meaning));
          }
        });
      });
    } catch (RejectedExecutionException stopping) {
      attempt.completeExceptionally(failed(stopping, meaning));
    }
    return attempt;
  }

  /** The failure for what nobody expected: the broker's own fault. */
  public static Failure unexpected(String step, Throwable error) {
    return Failure.of(FailureReason.INTERNAL, step,
        "The broker failed: " + error.getClass().getSimpleName() + ".",
        "Try again; if it stays, report it with the daemon's version.");
  }

  private static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> body) {
    try {
      return body.get();
    } catch (Throwable e) { // an Error too, such as a class that cannot be loaded: somebody waits for an outcome
      return CompletableFuture.failedFuture(e);
    }
  }

  private static FailureException failed(Throwable error, Function<Throwable, Failure> meaning) {
    Throwable bare = error;
    while (bare instanceof CompletionException && bare.getCause() != null) {
      bare = bare.getCause();
    }
    return bare instanceof FailureException known ? known : new FailureException(meaning.apply(bare));
  }
}
