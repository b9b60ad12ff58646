package io.credentialbroker.server.control;

import io.credentialbroker.core.VendLock;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Locks or unlocks. In force when the answer is sent, and before anything is written to a disk. */
final class LockEndpoint implements Endpoint {
  private final VendLock lock;
  private final boolean locks;
  private final LockPages.Kept kept;
  private final InstantSource clock;
  private final Executor blocking;

  LockEndpoint(VendLock lock, boolean locks, LockPages.Kept kept, InstantSource clock,
      Executor blocking) {
    this.lock = lock;
    this.locks = locks;
    this.kept = kept;
    this.clock = clock;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    if (locks) {
      lock.lock(clock.instant());
    } else {
      lock.unlock();
    }
    return CompletableFuture.supplyAsync(this::keep, blocking);
  }

  private Answer keep() {
    try {
      kept.keep();
      return Answer.ok(Answer.object().put("locked", locks));
    } catch (IOException e) {
      return Answer.error(500, "NotKept", (locks
          ? "The broker is locked, but a restart would unlock it: "
          : "The broker is unlocked, but a restart would lock it again: ") + "the runtime directory refuses ("
          + e.getClass().getSimpleName() + ").");
    }
  }
}
