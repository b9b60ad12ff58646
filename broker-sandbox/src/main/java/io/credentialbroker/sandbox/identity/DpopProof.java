package io.credentialbroker.sandbox.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A proof of possession (RFC 9449) that has been checked: signed with ES256 by the key that it carries.
 *
 * @param thumbprint names the key (RFC 7638)
 * @param method the request's method, as the proof has it
 * @param target the request's address, as the proof has it
 * @param id good for one request only
 */
public record DpopProof(String thumbprint, String method, String target, String id) {

  /** Checks a proof; null when it is none or its signature is wrong. */
  public static @Nullable DpopProof verify(String text) {
    IdToken token = IdToken.parse(text);
    if (token == null || !token.algorithm().equals("ES256")
        || !"dpop+jwt".equals(token.header("typ").asText())) {
      return null;
    }
    JsonNode jwk = token.header("jwk");
    String method = token.text("htm");
    String target = token.text("htu");
    String id = token.text("jti");
    try {
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(key(jwk));
      signature.update(token.signingInput());
      if (method == null || target == null || id == null || !signature.verify(token.signature())) {
        return null;
      }
      return new DpopProof(thumbprint(jwk), method, target, id);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
  }

  private static PublicKey key(JsonNode jwk) throws GeneralSecurityException {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    var point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger number(JsonNode jwk, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(name).asText()));
  }

  private static String thumbprint(JsonNode jwk) throws GeneralSecurityException {
    String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + jwk.path("x").asText() + "\",\"y\":\""
        + jwk.path("y").asText() + "\"}";
    return RsaKey
        .base64(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
  }
}
