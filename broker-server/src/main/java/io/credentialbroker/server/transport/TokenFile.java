package io.credentialbroker.server.transport;

import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.server.transport.ListenException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file for {@code AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE}: one line without a newline, because several SDKs
 * fail on one and the Java SDK prints the token when it does. Mode 0600 in a private folder. It is replaced as
 * a whole, so that a client reads the old token or the new one and never half of one.
 */
public final class TokenFile {
  /** 256 bits in base64, without padding. */
  private static final int LENGTH = 43;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{" + LENGTH + "}");

  private final Path path;
  private final String permissions;

  /**
   * The file of this name.
   *
   * @param path directly in a runtime directory
   */
  public TokenFile(Path path) {
    this(path, false);
  }

  /**
   * The same wherever it is.
   *
   * @param groupReadable whether its group may read it, which makes it mode 0640
   */
  public TokenFile(Path path, boolean groupReadable) {
    this.path = path;
    this.permissions = groupReadable ? "rw-r-----" : "rw-------";
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
      PrivateFile.write(path, bytes, permissions);
    } catch (IOException e) {
      throw new ListenException(Reason.REFUSED,
          "The token file " + path + " cannot be written: " + e.getClass().getSimpleName() + '.',
          "Check that the folder is writable and not full, and that " + path + " is no folder.");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * The token that is in the file.
   *
   * @return null when there is none that could have been written here: it must be a file of our own, that others
   *         cannot have written and at most a group can read, with a token of the length that we make
   */
  public @Nullable Secret read() {
    try {
      var facts = FileFacts.of(path);
      if (!facts.isFile() || facts.uid() != OwnUser.uid() || (facts.permissions() & 0137) != 0) {
        return null;
      }
      try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
        byte[] bytes = in.readNBytes(LENGTH + 1);
        var token = Secret.ofUtf8(bytes);
        Arrays.fill(bytes, (byte) 0);
        return TOKEN.matcher(token.reveal()).matches() ? token : null;
      }
    } catch (IOException e) {
      return null;
    }
  }

  /** Removes the file, if it is there. What may stay behind is a token that is not valid any more. */
  public void delete() {
    PrivateFile.deleteQuietly(path);
  }
}
