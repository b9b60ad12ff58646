package io.credentialbroker.core.aws;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * One call under way for each key, however many ask. A refresh token works once: two refreshes of one sign-in
 * at the same moment would end it.
 */
public final class SingleFlight<K, V> {
  private final ConcurrentMap<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

  /** Joins the call under way, or begins one. A caller that cancels its future cancels only that. */
  public CompletableFuture<V> join(K key, Supplier<CompletableFuture<V>> call) {
    var mine = new CompletableFuture<V>();
    CompletableFuture<V> theirs = flights.putIfAbsent(key, mine);
    if (theirs != null) {
      return theirs.copy();
    }
    CompletableFuture<V> begun;
    try {
      begun = call.get();
    } catch (RuntimeException e) {
      begun = CompletableFuture.failedFuture(e);
    }
    var _ = begun.whenComplete((value, error) -> {
      flights.remove(key, mine);
      if (error == null) {
        mine.complete(value);
      } else {
        mine.completeExceptionally(error);
      }
    });
    return mine.copy();
  }
}
