package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.signin.auth.LoginCredentialsProvider;

class LoginTest {
  private static final String CLIENT = "arn:aws:signin:::devtools/same-device";
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  @TempDir
  private Path cache;
  private final Rig rig = new Rig();
  private final Http http = new Http(rig.sandbox.endpoint());
  private final KeyPair key = key();

  @AfterEach
  void stop() {
    http.close();
    rig.close();
  }

  /** The SDK's own provider, from an expired cache file to credentials and a cache file with new ones. */
  @Test
  void refresh_bySdkProvider_givesCredentialsThatStsAccepts() throws Exception {
    String session = Rig.ALICE;
    Path file = cache.resolve(HexFormat.of().formatHex(
        MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.UTF_8))) + ".json");
    String token = rig.sandbox.logins().signIn(Rig.ALICE, CLIENT);
    Files.writeString(file, cacheFile(token));

    try (var signin = SigninClient.builder().endpointOverride(rig.sandbox.endpoint()).region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
        var provider = LoginCredentialsProvider.builder().signinClient(signin).loginSession(session)
            .tokenCacheLocation(cache).build()) {
      var credentials = (AwsSessionCredentials) provider.resolveCredentials();
      assertThat(StsClients.of(rig.sandbox.endpoint(), credentials, rig.clock).getCallerIdentity().arn())
          .isEqualTo(Rig.ALICE);
    }
    assertThat(new JsonMapper().readTree(file.toFile()).path("refreshToken").asText()).isNotEqualTo(token);
  }

  @Test
  void refresh_sameTokenTwice_isExpiredTheSecondTime() throws Exception {
    String token = rig.sandbox.logins().signIn(Rig.ALICE, CLIENT);

    JsonNode first = Http.json(refresh(token, proof(key, "POST", "/v1/token", "1")));
    assertThat(first.path("expiresIn").asInt()).isEqualTo(900);
    assertThat(Http.json(refresh(token, proof(key, "POST", "/v1/token", "2"))).path("error").asText())
        .isEqualTo("TOKEN_EXPIRED");
    assertThat(
        refresh(first.path("refreshToken").asText(), proof(key, "POST", "/v1/token", "3")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refresh_withAnotherKeyThanTheTokensOwn_isExpired() throws Exception {
    JsonNode first = Http.json(refresh(rig.sandbox.logins().signIn(Rig.ALICE, CLIENT),
        proof(key, "POST", "/v1/token", "1")));

    assertThat(Http.json(refresh(first.path("refreshToken").asText(), proof(key(), "POST", "/v1/token", "2")))
        .path("error").asText()).isEqualTo("TOKEN_EXPIRED");
  }

  @Test
  void refresh_afterTheSignInEnded_isExpired() throws Exception {
    String token = rig.sandbox.logins().signIn(Rig.ALICE, CLIENT);
    rig.sandbox.logins().endAll();

    var answer = refresh(token, proof(key, "POST", "/v1/token", "1"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-errortype")).hasValue("AccessDeniedException");
  }

  @Test
  void refresh_ofARemovedUser_saysThatCredentialsChanged() throws Exception {
    String token = rig.sandbox.logins().signIn(Rig.ALICE, CLIENT);
    rig.sandbox.world().removeUser(Rig.ALICE);

    assertThat(Http.json(refresh(token, proof(key, "POST", "/v1/token", "1"))).path("error").asText())
        .isEqualTo("USER_CREDENTIALS_CHANGED");
  }

  @ParameterizedTest
  @CsvSource({ "GET,/v1/token", "POST,/v1/other"})
  void proof_forAnotherRequest_isInvalid(String method, String path) throws Exception {
    String token = rig.sandbox.logins().signIn(Rig.ALICE, CLIENT);

    assertThat(Http.json(refresh(token, proof(key, method, path, "1"))).path("error").asText())
        .isEqualTo("INVALID_REQUEST");
  }

  @Test
  void proof_usedTwiceOrBroken_isInvalid() throws Exception {
    String proof = proof(key, "POST", "/v1/token", "1");
    refresh(rig.sandbox.logins().signIn(Rig.ALICE, CLIENT), proof);

    String fresh = rig.sandbox.logins().signIn(Rig.ALICE, CLIENT);
    assertThat(refresh(fresh, proof).statusCode()).isEqualTo(400);
    assertThat(refresh(fresh, "nonsense").statusCode()).isEqualTo(400);
    String other = proof(key(), "POST", "/v1/token", "2");
    String mixed = other.substring(0, other.lastIndexOf('.')) + proof.substring(proof.lastIndexOf('.'));
    assertThat(refresh(fresh, mixed).statusCode()).isEqualTo(400);
  }

  @Test
  void provider_withoutSignIn_fails() throws Exception {
    try (var signin = SigninClient.builder().endpointOverride(rig.sandbox.endpoint()).region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
        var provider = LoginCredentialsProvider.builder().signinClient(signin).loginSession("nobody")
            .tokenCacheLocation(cache).build()) {
      assertThatThrownBy(provider::resolveCredentials).hasMessageContaining("re-authenticate");
    }
  }

  private HttpResponse<String> refresh(String token, String proof) throws Exception {
    String body = "{\"clientId\": \"%s\", \"grantType\": \"refresh_token\", \"refreshToken\": \"%s\"}"
        .formatted(CLIENT, token);
    return http.send("POST", "/v1/token", body, "DPoP", proof, "Content-Type", "application/json");
  }

  private String cacheFile(String token) {
    ObjectNode root = new JsonMapper().createObjectNode();
    root.putObject("accessToken").put("accessKeyId", "AKIAEXPIRED000000000").put("secretAccessKey", "expired")
        .put("sessionToken", "expired").put("accountId", Rig.ACCOUNT)
        .put("expiresAt", "2020-01-01T00:00:00Z");
    root.put("clientId", CLIENT).put("refreshToken", token).put("idToken", "unused").put("dpopKey",
        sec1(key));
    return root.toString();
  }

  private static String proof(KeyPair pair, String method, String path, String id) throws Exception {
    var point = ((ECPublicKey) pair.getPublic()).getW();
    String head = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}}"
        .formatted(coordinate(point.getAffineX()), coordinate(point.getAffineY()));
    String claims = "{\"htm\":\"%s\",\"htu\":\"http://127.0.0.1%s\",\"jti\":\"%s\",\"iat\":1}"
        .formatted(method, path, id);
    String input = part(head) + "." + part(claims);
    var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(pair.getPrivate());
    signature.update(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + URL.encodeToString(signature.sign());
  }

  private static String part(String json) {
    return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String coordinate(BigInteger number) {
    return URL.encodeToString(fixed(number));
  }

  private static byte[] fixed(BigInteger number) {
    byte[] bytes = number.toByteArray();
    var fixed = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return fixed;
  }

  /** RFC 5915, as the AWS CLI writes it: version, private number, curve, public point. */
  private static String sec1(KeyPair pair) {
    var point = ((ECPublicKey) pair.getPublic()).getW();
    var number = ((ECPrivateKey) pair.getPrivate()).getS();
    var hex = HexFormat.of();
    String der = "30770201010420" + hex.formatHex(fixed(number)) + "a00a06082a8648ce3d030107a14403420004"
        + hex.formatHex(fixed(point.getAffineX())) + hex.formatHex(fixed(point.getAffineY()));
    String lines = Base64.getMimeEncoder(64, new byte[]{ '\n'}).encodeToString(hex.parseHex(der));
    return "-----BEGIN EC PRIVATE KEY-----\n" + lines + "\n-----END EC PRIVATE KEY-----\n";
  }

  private static KeyPair key() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
