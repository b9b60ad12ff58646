package io.credentialbroker.core.sso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.aws.SignInCache;
import io.credentialbroker.core.secret.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The token that {@code aws sso login} left, in the format of the AWS CLI's {@code ~/.aws/sso/cache}.
 *
 * @param renewal what a new token is had with; absent for legacy sign-ins, and where the registration is over
 */
record SsoToken(Secret accessToken, Instant expiresAt, @Nullable Renewal renewal) {

  /** Tokens are renewed when this is left of them, as botocore does. */
  private static final Duration RENEWED_AT = Duration.ofMinutes(15);

  /** The registered client and its refresh token. */
  record Renewal(String clientId, Secret clientSecret, Secret refreshToken) {}

  static SsoToken read(SignInCache cache, ObjectNode content, Instant now) {
    return new SsoToken(Secret.of(cache.required(content, "accessToken")),
        cache.instant(content, "expiresAt"),
        renewal(content, now));
  }

  /** The content with a new token in it, and everything else as it was. */
  static ObjectNode renewed(ObjectNode content, String accessToken, Instant expiresAt,
      @Nullable String refreshToken) {
    ObjectNode fresh = content.deepCopy();
    fresh.put("accessToken", accessToken);
    fresh.put("expiresAt", expiresAt.truncatedTo(ChronoUnit.SECONDS).toString());
    if (refreshToken != null) {
      fresh.put("refreshToken", refreshToken);
    }
    return fresh;
  }

  boolean isUsableAt(Instant now) {
    return expiresAt.isAfter(now);
  }

  boolean shouldBeRenewedAt(Instant now) {
    return !expiresAt.isAfter(now.plus(RENEWED_AT));
  }

  private static @Nullable Renewal renewal(ObjectNode content, Instant now) {
    String clientId = SignInCache.text(content, "clientId");
    String clientSecret = SignInCache.text(content, "clientSecret");
    String refreshToken = SignInCache.text(content, "refreshToken");
    String until = SignInCache.text(content, "registrationExpiresAt");
    return clientId == null || clientSecret == null || refreshToken == null || isOver(until, now)
        ? null
        : new Renewal(clientId, Secret.of(clientSecret), Secret.of(refreshToken));
  }

  private static boolean isOver(@Nullable String until, Instant now) {
    try {
      return until != null && !Instant.parse(until.replace("UTC", "Z")).isAfter(now);
    } catch (DateTimeException _) {
      return false; // the service will say
    }
  }
}
