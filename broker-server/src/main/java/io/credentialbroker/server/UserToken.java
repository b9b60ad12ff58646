package io.credentialbroker.server;

import io.credentialbroker.server.tokens.RotatingToken;
import io.credentialbroker.server.transport.ListenException;
import io.credentialbroker.server.transport.TokenFile;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The token of the daemon's own user. It lives as long as the sockets on which it is good: where they are the
 * service manager's, a restart is not to be noticed by programs that read the token before it, so it stays in
 * its file and is taken over from there. Otherwise each daemon makes one, and removes it at its end.
 */
final class UserToken implements AutoCloseable {
  /** How long the last one is good beside the next, where it is replaced while the daemon runs. */
  static final Duration OVERLAP = Duration.ofHours(1);
  /** For one that is not. */
  static final Duration NEVER = Duration.ofDays(36_500);

  private final TokenFile file;
  private final RotatingToken token;
  private final boolean kept;

  private UserToken(TokenFile file, RotatingToken token, boolean kept) {
    this.file = file;
    this.token = token;
    this.kept = kept;
  }

  /**
   * Makes the token, or takes it over.
   *
   * @param kept whether the sockets, and with them the token, outlive a daemon
   * @param token writes into {@code file}
   */
  static UserToken open(TokenFile file, boolean kept, RotatingToken token) throws ListenException {
    if (!kept) {
      file.delete(); // Left by a daemon that was killed: its token ended with it.
    }
    token.startOrGoOn();
    return new UserToken(file, token, kept);
  }

  Path path() {
    return file.path();
  }

  @Override
  public void close() {
    token.leave();
    if (!kept) {
      file.delete();
    }
  }
}
