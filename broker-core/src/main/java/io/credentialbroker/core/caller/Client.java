package io.credentialbroker.core.caller;

/**
 * Whose token it was.
 *
 * @param token which of the client's tokens
 * @param identity the client
 */
public record Client(TokenId token, Identity identity) {
  /** A client of which only the name and the grant matter. */
  public Client(TokenId token, String name, Grant grant) {
    this(token, new Identity(name, grant));
  }

  public String name() {
    return identity.name();
  }

  public Grant grant() {
    return identity.grant();
  }
}
