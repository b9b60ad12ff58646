package io.credentialbroker.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token that was made just now. The daemon keeps only its digest, so that it is told this once.
 *
 * @param token 43 characters of {@code [A-Za-z0-9_-]}
 * @param expires when it ends; null for never
 */
public record IssuedToken(String name, String id, String token, @Nullable Instant expires) {
  static IssuedToken read(JsonObject from) throws BrokerException {
    String token = from.requiredText("token");
    if (!token.matches("[A-Za-z0-9_-]{16,256}")) {
      throw new BrokerException(BrokerException.Kind.BAD_ANSWER, "the token in the answer is garbled",
          "end the program that holds the socket and start brokerd");
    }
    return new IssuedToken(from.requiredText("name"), from.requiredText("id"), token,
        from.instant("expires"));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "IssuedToken[" + name + ' ' + id + ']';
  }
}
