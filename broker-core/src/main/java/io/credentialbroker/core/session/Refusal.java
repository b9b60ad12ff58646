package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import java.util.concurrent.CompletableFuture;

/**
 * The negative half of the cache: what callers are told without anybody being asked, for a while.
 *
 * @param until in ticks
 * @param epoch the upstream's epoch when this was said: once the upstream has recovered it says nothing
 * @param ready completed with the failure
 */
record Refusal(boolean recoverable, long until, int epoch, CompletableFuture<RoleSession> ready) {
  Refusal(Failure failure, long until, int epoch) {
    this(failure.recoverable(), until, epoch, CompletableFuture.failedFuture(new FailureException(failure)));
  }

  boolean standsAt(long ticks, UpstreamGate gate) {
    return until - ticks > 0 && epoch == gate.epoch();
  }
}
