package io.credentialbroker.core.doctor;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.core.iam.explain.FailedCall;
import io.credentialbroker.core.json.Json;
import io.credentialbroker.core.secret.Secret;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a web identity token says of itself. Its signature is AWS's to check. */
final class TokenClaims {
  private static final int LONGEST = 256;

  private TokenClaims() {}

  /** Issuer, audience and subject; null for what is no JSON Web Token or lacks one of them. */
  static FailedCall.@Nullable Token of(Secret token) {
    String[] parts = token.reveal().split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      JsonNode claims = Json.read(Base64.getUrlDecoder().decode(parts[1]));
      JsonNode audience = claims.path("aud");
      String issuer = text(claims.path("iss"));
      String intended = text(audience.isArray() ? audience.path(0) : audience);
      String subject = text(claims.path("sub"));
      return issuer == null || intended == null || subject == null
          ? null
          : new FailedCall.Token(issuer, intended, subject);
    } catch (JacksonException | IllegalArgumentException _) {
      return null;
    }
  }

  /** Short and printable, as all issuers' claims are: they go into a policy and onto a terminal. */
  private static @Nullable String text(JsonNode claim) {
    String value = claim.textValue();
    boolean plain = value != null && !value.isBlank() && value.length() <= LONGEST
        && value.chars().noneMatch(Character::isISOControl);
    return plain ? value : null;
  }
}
