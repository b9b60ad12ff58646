package io.credentialbroker.sandbox.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An OpenID Connect issuer with one RSA key, which signs whatever claims it is given (RS256). */
public final class OidcIssuer {
  private static final JsonMapper JSON = new JsonMapper();

  private final String url;
  private final RsaKey key = new RsaKey();

  /**
   * Makes an issuer.
   *
   * @param url as in the {@code iss} claim, e.g. {@code https://token.actions.githubusercontent.com}; need not
   *     be one where anything answers
   */
  public OidcIssuer(String url) {
    this.url = url;
  }

  public String url() {
    return url;
  }

  /** The issuer without scheme: the prefix of its condition keys, and the end of its provider's ARN. */
  public String host() {
    return url.replaceFirst("^https?://", "");
  }

  /** A token for a subject and an audience. */
  public String token(String subject, String audience, Instant issued, Duration lifetime) {
    return token(Map.of("sub", subject, "aud", audience, "iat", issued.getEpochSecond(), "exp",
        issued.plus(lifetime).getEpochSecond()));
  }

  /** A token with these claims, and {@code iss} where they lack it. */
  public String token(Map<String, Object> claims) {
    var all = new LinkedHashMap<String, Object>();
    all.put("iss", url);
    all.putAll(claims);
    String head = part(Map.of("typ", "JWT", "alg", "RS256", "kid", key.id()));
    String input = head + "." + part(all);
    return input + "." + RsaKey.base64(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Whether this issuer signed that token. */
  public boolean signed(IdToken token) {
    return key.verifies(token.signingInput(), token.signature());
  }

  public String keyId() {
    return key.id();
  }

  /** The JSON Web Key Set. */
  public String keySet() {
    return write(
        Map.of("keys", List.of(Map.of("kty", "RSA", "use", "sig", "alg", "RS256", "kid", key.id(), "n",
            key.modulus(), "e", key.exponent()))));
  }

  /**
   * The discovery document.
   *
   * @param keysUrl where {@link #keySet} is served
   */
  public String configuration(String keysUrl) {
    return write(Map.of("issuer", url, "jwks_uri", keysUrl, "response_types_supported", List.of("id_token"),
        "subject_types_supported", List.of("public"), "id_token_signing_alg_values_supported",
        List.of("RS256")));
  }

  private static String part(Map<String, Object> values) {
    return RsaKey.base64(write(values).getBytes(StandardCharsets.UTF_8));
  }

  private static String write(Map<String, Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("claims that JSON cannot hold", e);
    }
  }
}
