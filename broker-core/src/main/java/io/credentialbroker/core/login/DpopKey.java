package io.credentialbroker.core.login;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credentialbroker.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The P-256 key that a login session is bound to, and the proofs of possession made with it (RFC 9449). The
 * AWS CLI writes it as an {@code EC PRIVATE KEY} (SEC 1), which Java reads only inside a PKCS #8 envelope.
 */
final class DpopKey {
  private static final Pattern PEM = Pattern
      .compile("-----BEGIN EC PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END EC PRIVATE KEY-----\\s*");

  /** Version 0, and the algorithm: id-ecPublicKey with the curve prime256v1. */
  private static final byte[] ALGORITHM = HexFormat.of()
      .parseHex("020100301306072a8648ce3d020106082a8648ce3d030107");

  /** How the public point begins: a bit string of 66 bytes, no bits unused, uncompressed. */
  private static final byte[] POINT = HexFormat.of().parseHex("03420004");

  private static final byte SEQUENCE = 0x30;
  private static final byte OCTETS = 0x04;
  private static final int COORDINATE = 32;

  private final PrivateKey key;
  private final byte[] x;
  private final byte[] y;

  private DpopKey(PrivateKey key, byte[] x, byte[] y) {
    this.key = key;
    this.x = x;
    this.y = y;
  }

  /** The key in a PEM text; nothing where it is not a P-256 key with its public point. */
  static Optional<DpopKey> of(String pem) {
    var matcher = PEM.matcher(pem);
    try {
      return matcher.matches() ? parsed(Base64.getMimeDecoder().decode(matcher.group(1))) : Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * A proof for one request: a JWT signed with ES256.
   *
   * @param id a new one for each proof
   * @param uri of the request, without query
   */
  String proof(String id, String method, String uri, Instant now) {
    var json = JsonNodeFactory.instance;
    var header = json.objectNode().put("typ", "dpop+jwt").put("alg", "ES256");
    header.set("jwk",
        json.objectNode().put("kty", "EC").put("crv", "P-256").put("x", base64(x)).put("y", base64(y)));
    var claims = json.objectNode().put("jti", id).put("htm", method).put("htu", uri).put("iat",
        now.getEpochSecond());
    String signed = base64(Json.write(header)) + '.' + base64(Json.write(claims));
    try {
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + '.' + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has ECDSA", e);
    }
  }

  private static Optional<DpopKey> parsed(byte[] sec1) throws GeneralSecurityException {
    int point = sec1.length - 2 * COORDINATE;
    if (point < POINT.length || !Arrays.equals(sec1, point - POINT.length, point, POINT, 0, POINT.length)) {
      return Optional.empty();
    }
    byte[] envelope = der(SEQUENCE, joined(ALGORITHM, der(OCTETS, sec1)));
    return Optional
        .of(new DpopKey(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(envelope)),
            Arrays.copyOfRange(sec1, point, point + COORDINATE),
            Arrays.copyOfRange(sec1, point + COORDINATE, sec1.length)));
  }

  /** Tag, length, value; P-256 keys are shorter than the 256 bytes from which lengths take more. */
  private static byte[] der(byte tag, byte[] value) {
    byte[] head = value.length < 128
        ? new byte[]{ tag, (byte) value.length}
        : new byte[]{ tag, (byte) 0x81, (byte) value.length};
    return joined(head, value);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
