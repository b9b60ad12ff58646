package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Credentials;
import java.util.concurrent.CompletableFuture;

/**
 * The one way to get credentials. Sources wrap sources: an assumed role asks its base, a session cache
 * decorates what it caches.
 */
@FunctionalInterface
public interface CredentialSource {
  /**
   * Starts getting credentials and returns at once: it never blocks the calling thread, which may be an event
   * loop.
   *
   * @return completes with credentials, or exceptionally with a
   *     {@link io.credentialbroker.core.credentials.FailureException} and nothing else
   */
  CompletableFuture<Credentials> fetch(Urgency urgency);
}
