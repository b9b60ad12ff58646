package io.credentialbroker.core.caller;

/**
 * The public name of a client token: what {@code token list} shows and {@code token revoke} takes. It says
 * nothing about the token.
 *
 * @param value eight lower-case hexadecimal digits
 */
public record TokenId(String value) {
  public TokenId {
    if (!value.matches("[0-9a-f]{8}")) {
      throw new IllegalArgumentException("a token id is eight lower-case hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
