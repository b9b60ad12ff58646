package io.credentialbroker.server.transport;

import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.server.transport.ListenException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file for {@code AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE}: one line without a newline, because several SDKs
 * fail on one and the Java SDK prints the token when it does. Mode 0600 in a private folder. It is replaced as
 * a whole, so that a client reads the old token or the new one and never half of one.
 */
public final class TokenFile {
  private final Path path;

  /**
   * The file of this name.
   *
   * @param path directly in a runtime directory
   */
  public TokenFile(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /**
   * Writes or replaces the file. What stood there under that name, a symbolic link for example, is replaced
   * itself; nothing is written through it.
   */
  public void write(Secret token) throws ListenException {
    byte[] bytes = token.revealUtf8();
    try {
      PrivateFile.write(path, bytes, "rw-------");
    } catch (IOException e) {
      throw new ListenException(Reason.REFUSED,
          "The token file " + path + " cannot be written: " + e.getClass().getSimpleName() + '.',
          "Check that the folder is writable and not full, and that " + path + " is no folder.");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Removes the file, if it is there. What may stay behind is a token that is not valid any more. */
  public void delete() {
    PrivateFile.deleteQuietly(path);
  }
}
