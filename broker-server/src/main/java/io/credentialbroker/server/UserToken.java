package io.credentialbroker.server;

import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.server.transport.ListenException;
import io.credentialbroker.server.transport.TokenFile;
import java.nio.file.Path;

/**
 * The token of the daemon's own user. It lives as long as the sockets on which it is good: where they are the
 * service manager's, a restart is not to be noticed by programs that read the token before it, so it stays in
 * its file and is taken over from there. Otherwise each daemon makes one, and removes it at its end.
 */
final class UserToken implements AutoCloseable {
  private static final String NAME = "user";

  private final TokenFile file;
  private final boolean kept;

  private UserToken(TokenFile file, boolean kept) {
    this.file = file;
    this.kept = kept;
  }

  static UserToken open(Path path, boolean kept, ClientTokens tokens) throws ListenException {
    var file = new TokenFile(path);
    var before = kept ? file.read() : null;
    if (before != null) {
      tokens.addExisting(NAME, Grant.EVERYTHING, TokenTerms.NONE, before);
    } else {
      Secret fresh = tokens.add(NAME, Grant.EVERYTHING, TokenTerms.NONE).token();
      file.write(fresh);
    }
    return new UserToken(file, kept);
  }

  Path path() {
    return file.path();
  }

  @Override
  public void close() {
    if (!kept) {
      file.delete();
    }
  }
}
