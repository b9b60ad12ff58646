package io.credentialbroker.sandbox.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON Web Token, taken apart and not yet believed. */
public final class IdToken {
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode head;
  private final JsonNode claims;
  private final byte[] signingInput;
  private final byte[] signature;

  private IdToken(JsonNode head, JsonNode claims, byte[] signingInput, byte[] signature) {
    this.head = head;
    this.claims = claims;
    this.signingInput = signingInput;
    this.signature = signature;
  }

  /** Takes a token apart; null when it is none. */
  public static @Nullable IdToken parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      var decoder = Base64.getUrlDecoder();
      JsonNode head = JSON.readTree(decoder.decode(parts[0]));
      JsonNode claims = JSON.readTree(decoder.decode(parts[1]));
      if (!head.isObject() || !claims.isObject()) {
        return null;
      }
      return new IdToken(head, claims, (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
          decoder.decode(parts[2]));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  byte[] signingInput() {
    return signingInput.clone();
  }

  byte[] signature() {
    return signature.clone();
  }

  public String algorithm() {
    return head.path("alg").asText();
  }

  public String keyId() {
    return head.path("kid").asText();
  }

  JsonNode header(String name) {
    return head.path(name);
  }

  public @Nullable String text(String claim) {
    JsonNode node = claims.path(claim);
    return node.isTextual() ? node.asText() : null;
  }

  public JsonNode claim(String name) {
    return claims.path(name);
  }

  /** A claim of seconds since the epoch. */
  public @Nullable Instant instant(String claim) {
    JsonNode node = claims.path(claim);
    return node.isNumber() ? Instant.ofEpochSecond(node.asLong()) : null;
  }

  /** Whom it is for: {@code azp} where there is one, as AWS reads it, otherwise {@code aud}. */
  public List<String> audiences() {
    String authorized = text("azp");
    if (authorized != null) {
      return List.of(authorized);
    }
    var audiences = new ArrayList<String>();
    JsonNode node = claims.path("aud");
    if (node.isTextual()) {
      audiences.add(node.asText());
    }
    node.forEach(one -> audiences.add(one.asText()));
    return audiences;
  }

  /** Not the token: it is a secret. */
  @Override
  public String toString() {
    return "IdToken[" + claims.path("iss").asText() + "]";
  }
}
