package io.credentialbroker.core.caller;

/**
 * Whose token it was.
 *
 * @param token which of the client's tokens
 * @param name the client's name, as it stands in logs; never a secret
 * @param grant which profiles it may have
 */
public record Client(TokenId token, String name, Grant grant) {
  public Client {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a client has a name");
    }
  }
}
