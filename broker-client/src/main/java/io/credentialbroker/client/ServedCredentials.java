package io.credentialbroker.client;

import io.credentialbroker.client.BrokerException.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Temporary credentials as the daemon served them. No text form of this object has the secrets in it. */
public final class ServedCredentials {
  private final String accessKeyId;
  private final String secretAccessKey;
  private final String sessionToken;
  private final Instant expiration;
  private final @Nullable String accountId;

  private ServedCredentials(String accessKeyId, String secretAccessKey, String sessionToken,
      Instant expiration, @Nullable String accountId) {
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
    this.sessionToken = sessionToken;
    this.expiration = expiration;
    this.accountId = accountId;
  }

  static ServedCredentials read(JsonObject from) throws BrokerException {
    if (!"Success".equals(from.text("Code"))) {
      throw new BrokerException(Kind.BAD_ANSWER, "the answer holds no credentials",
          "what answers is not a brokerd");
    }
    return new ServedCredentials(from.requiredText("AccessKeyId"), from.requiredText("SecretAccessKey"),
        from.requiredText("Token"), JsonObject.required(from.instant("Expiration"), "Expiration"),
        from.text("AccountId"));
  }

  public String accessKeyId() {
    return accessKeyId;
  }

  public String secretAccessKey() {
    return secretAccessKey;
  }

  public String sessionToken() {
    return sessionToken;
  }

  /** When AWS stops accepting them. */
  public Instant expiration() {
    return expiration;
  }

  /** The twelve-digit account; null where the daemon does not know it. */
  public @Nullable String accountId() {
    return accountId;
  }

  @Override
  public String toString() {
    return "credentials " + accessKeyId + " until " + expiration;
  }
}
