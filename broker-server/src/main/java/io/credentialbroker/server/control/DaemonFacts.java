package io.credentialbroker.server.control;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is true of a daemon from its start to its end.
 *
 * @param version the release, e.g. {@code 0.1.0}
 * @param pid its process id
 * @param started when it became ready
 * @param sandbox where the offline AWS is that this daemon runs on; null on the real one
 * @param listeners where programs reach it, in the order of binding
 * @param endpoint the base of the published URIs, e.g. {@code http://127.0.0.1:9780}; null without TCP
 * @param tokenFile where the user's own token is
 */
public record DaemonFacts(String version, long pid, Instant started, @Nullable URI sandbox,
    List<Listener> listeners,
    @Nullable URI endpoint, Path tokenFile) {
  public DaemonFacts {
    listeners = List.copyOf(listeners);
  }

  /**
   * One place where programs reach the daemon.
   *
   * @param kind {@code tcp} or {@code unix}
   * @param address {@code 127.0.0.1:9780}, or the socket's path
   * @param portChanges whether any free port was asked for, so that the next start will have another one
   */
  public record Listener(String kind, String address, boolean portChanges) {
    public Listener(String kind, String address) {
      this(kind, address, false);
    }
  }
}
