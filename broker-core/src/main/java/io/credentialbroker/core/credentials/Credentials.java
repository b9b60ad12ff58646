package io.credentialbroker.core.credentials;

import io.credentialbroker.core.secret.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a source yields. Long-term keys have neither session token nor expiration.
 *
 * @param accessKeyId the public half; never blank
 * @param secretAccessKey the secret half
 * @param sessionToken present for temporary credentials
 * @param expiration when AWS stops accepting them, exactly as AWS said; absent for long-term keys
 * @param accountId the twelve-digit account, where it is known
 * @param arn the caller identity these credentials have, e.g.
 *     {@code arn:aws:sts::123456789012:assumed-role/deploy/alice}, where it is known
 */
public record Credentials(String accessKeyId, Secret secretAccessKey, @Nullable Secret sessionToken,
    @Nullable Instant expiration, @Nullable String accountId, @Nullable String arn) {

  public Credentials {
    if (accessKeyId.isBlank()) {
      throw new IllegalArgumentException("access key id is blank");
    }
    if (secretAccessKey.isEmpty()) {
      throw new IllegalArgumentException("secret access key is empty");
    }
  }

  /** Whether AWS gave these an end, which is what makes them a session. */
  public boolean areTemporary() {
    return sessionToken != null && expiration != null;
  }
}
