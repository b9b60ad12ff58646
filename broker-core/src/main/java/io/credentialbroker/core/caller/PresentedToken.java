package io.credentialbroker.core.caller;

import org.jspecify.annotations.Nullable;

/**
 * What a client has sent as its token, as a digest: it can be compared, and the token itself need not be kept for
 * that.
 */
public final class PresentedToken {
  /** In characters. */
  static final int LONGEST = 256;

  private final @Nullable TokenDigest digest;

  private PresentedToken(@Nullable TokenDigest digest) {
    this.digest = digest;
  }

  /** Of one opaque string, as it was sent. What cannot be a token, for its length or its characters, is nobody's. */
  public static PresentedToken of(CharSequence text) {
    int length = text.length();
    return new PresentedToken(length == 0 || length > LONGEST ? null : TokenDigest.of(text));
  }

  @Nullable
  TokenDigest digest() {
    return digest;
  }
}
