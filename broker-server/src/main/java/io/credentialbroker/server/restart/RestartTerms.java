package io.credentialbroker.server.restart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How sessions are carried over a restart.
 *
 * @param file where they are kept, sealed
 * @param keyFile the key; null for the one among systemd's credentials
 * @param maxAge a file that was written longer ago is not used
 * @param environment the daemon's variables
 */
public record RestartTerms(Path file, @Nullable Path keyFile, Duration maxAge,
    Map<String, String> environment) {
  public RestartTerms {
    environment = Map.copyOf(environment);
  }
}
