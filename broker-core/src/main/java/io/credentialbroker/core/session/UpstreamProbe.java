package io.credentialbroker.core.session;

import java.util.concurrent.CompletableFuture;

/**
 * Asks an upstream that is believed dead for a sign of life, without a call that needs credentials. It lets a
 * broker with a single session notice a recovery within seconds although it may call for that session only
 * every 40 seconds. A sign of life is a hint: one real call follows, and if that fails, hints are disregarded
 * until the upstream has answered again.
 */
@FunctionalInterface
public interface UpstreamProbe {
  /** Never a sign of life: recoveries are noticed by real calls alone. */
  UpstreamProbe NONE = _ -> CompletableFuture.completedFuture(false);

  /**
   * Starts asking and returns at once.
   *
   * @param upstream as named by {@link SessionPlan#upstream()}
   * @return whether it answers as a healthy one would; an exceptional outcome counts as no
   */
  CompletableFuture<Boolean> isAlive(String upstream);
}
