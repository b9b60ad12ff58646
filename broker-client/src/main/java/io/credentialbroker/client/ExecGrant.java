package io.credentialbroker.client;

import java.util.Map;

/**
 * A token for one profile that the daemon revokes when this is closed. The connection behind it is the leash:
 * if this process dies in any way, the system closes it and the token is gone.
 */
public final class ExecGrant implements AutoCloseable {
  private final UnixHttpConnection connection;
  private final Map<String, String> environment;

  ExecGrant(UnixHttpConnection connection, Map<String, String> environment) {
    this.connection = connection;
    this.environment = Map.copyOf(environment);
  }

  /** The variables to run a program with; they name the file that holds the token, not the token. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Blocks until the grant has ended: it was closed here, or the daemon has gone away. */
  public void awaitEnd() {
    connection.awaitEnd();
  }

  @Override
  public void close() {
    connection.close();
  }
}
