package io.credentialbroker.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Text that must never be printed: a secret access key, a session token, a one-time code, a client token.
 *
 * <p>It is deliberately not a record (whose {@code toString} would print it), not serialisable and not
 * readable by Jackson. Whoever needs the value says so with {@link #reveal()}.
 */
public final class Secret {
  private final byte[] utf8;

  private Secret(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** A secret holding {@code value}. An empty secret is allowed; whether it makes sense is the caller's rule. */
  public static Secret of(String value) {
    return new Secret(value.getBytes(StandardCharsets.UTF_8));
  }

  /** A secret holding a copy of these UTF-8 bytes; the caller may overwrite its own array afterwards. */
  public static Secret ofUtf8(byte[] value) {
    return new Secret(value.clone());
  }

  /** The value itself. Call it only where the value leaves for its destination. */
  public String reveal() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** A copy of the value as UTF-8 bytes, which the caller should overwrite when done. */
  public byte[] revealUtf8() {
    return utf8.clone();
  }

  public boolean isEmpty() {
    return utf8.length == 0;
  }

  /** Compares in time that depends on the lengths only. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(utf8, that.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
