package io.credentialbroker.core.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.aws.SignInCache;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.services.signin.model.AccessToken;

/**
 * What {@code aws login} left, in the format of the AWS CLI's {@code ~/.aws/login/cache}: credentials, and what
 * new ones are had with.
 */
record LoginToken(Credentials credentials, Instant expiresAt, String clientId, Secret refreshToken,
    DpopKey key) {

  /** Credentials are renewed when this is left of them, as the SDK for JavaScript does. */
  private static final Duration RENEWED_AT = Duration.ofMinutes(5);

  static LoginToken read(SignInCache cache, ObjectNode content) {
    if (!(content.get("accessToken") instanceof ObjectNode access)) {
      throw cache.signInNeeded("The sign-in cache " + cache.file() + " has no accessToken.");
    }
    Instant expiresAt = cache.instant(access, "expiresAt");
    var credentials = new Credentials(cache.required(access, "accessKeyId"),
        Secret.of(cache.required(access, "secretAccessKey")),
        Secret.of(cache.required(access, "sessionToken")), expiresAt, cache.required(access, "accountId"),
        null);
    var key = DpopKey.of(cache.required(content, "dpopKey"))
        .orElseThrow(() -> cache.signInNeeded(
            "The dpopKey in " + cache.file() + " is not a P-256 key."));
    return new LoginToken(credentials, expiresAt, cache.required(content, "clientId"),
        Secret.of(cache.required(content, "refreshToken")), key);
  }

  /** The content with new credentials in it, and everything else as it was. */
  static ObjectNode renewed(ObjectNode content, AccessToken given, Instant expiresAt, String refreshToken) {
    ObjectNode fresh = content.deepCopy();
    ObjectNode access = fresh.withObjectProperty("accessToken");
    access.put("accessKeyId", given.accessKeyId());
    access.put("secretAccessKey", given.secretAccessKey());
    access.put("sessionToken", given.sessionToken());
    access.put("expiresAt", expiresAt.truncatedTo(ChronoUnit.SECONDS).toString());
    fresh.put("refreshToken", refreshToken);
    return fresh;
  }

  boolean isUsableAt(Instant now) {
    return expiresAt.isAfter(now);
  }

  boolean shouldBeRenewedAt(Instant now) {
    return !expiresAt.isAfter(now.plus(RENEWED_AT));
  }
}
