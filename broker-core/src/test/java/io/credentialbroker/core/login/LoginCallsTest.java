package io.credentialbroker.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.HttpStub.Answer;
import io.credentialbroker.core.fixtures.HttpStub.Reply;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.profile.Recipe;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginCallsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SESSION = "arn:aws:sts::012345678910:assumed-role/Admin/admin";
  private static final String FILE = "4b0ba8f99f075c0633e122fd73346ce203a3faf18ea0310eb2d29df1bab2e255.json";
  /** The key of the SDKs' published cases; it protects nothing. */
  private static final String KEY = """
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIPt/u8InPLpQeQLJTvVX+sNDzni8vMDMt3Liu+nMBigfoAoGCCqGSM49
      AwEHoUQDQgAEILkGG7rNOnxiIJlMgimY1UPP8eDMFP0DAY6WGjngP4bvTAiUCQ/I
      ffut2379uP+OBCm2ovGpBOJRgrl1RspUOQ==
      -----END EC PRIVATE KEY-----
      """;
  private static final String RENEWED = """
      {"accessToken": {"accessKeyId": "ASIANEW", "secretAccessKey": "canaryNew", "sessionToken": "canaryNewToken"},
       "refreshToken": "canaryRefresh2", "expiresIn": 900, "tokenType": "aws_sigv4"}
      """;

  @TempDir
  private Path home;

  private final ManualTime time = ManualTime.start();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpCalls http = new HttpCalls(executor, new EnvironmentProxies(Map.of(), null), time);
  private Reply reply = new Answer(200, List.of("Content-Type: application/json"), RENEWED);
  private final HttpStub stub = new HttpStub(_ -> reply);

  @BeforeEach
  void signIn() throws IOException {
    Files.createDirectories(home.resolve(".aws/login/cache"));
    write(expiringIn(Duration.ofHours(1)));
  }

  @AfterEach
  void end() throws IOException {
    stub.close();
    http.close();
    executor.shutdownNow();
  }

  @Test
  void credentials_stillLong_areThoseOfTheFile() {
    assertThat(Outcomes.of(credentials()).accessKeyId()).isEqualTo("ASIAOLD");
    assertThat(stub.waiting()).isZero();
  }

  @Test
  void credentials_fiveMinutesLeft_areRenewedWithAProofOfPossession() throws Exception {
    write(expiringIn(Duration.ofMinutes(5)));
    assertThat(Outcomes.of(credentials()).expiration()).isEqualTo(time.instant().plusSeconds(900));
    String[] jwt = stub.next().headers().getOrDefault("dpop", "").split("\\.", -1);
    JsonNode header = MAPPER.readTree(Base64.getUrlDecoder().decode(jwt[0]));
    JsonNode claims = MAPPER.readTree(Base64.getUrlDecoder().decode(jwt[1]));
    assertThat(header.get("typ").textValue()).isEqualTo("dpop+jwt");
    assertThat(claims.get("htu").textValue()).isEqualTo(stub.uri() + "/v1/token");
    assertThat(claims.get("htm").textValue()).isEqualTo("POST");
    assertThat(claims.get("iat").longValue()).isEqualTo(time.instant().getEpochSecond());
    assertThat(claims.get("jti").textValue()).isNotBlank();
    var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(publicKey(header.get("jwk")));
    verifier.update((jwt[0] + '.' + jwt[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(verifier.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
  }

  @Test
  void credentials_renewed_areWrittenForTheOwnerOnlyAndUnknownKeysStay() throws Exception {
    write(expiringIn(Duration.ZERO).put("somethingNew", "kept"));
    Outcomes.of(credentials());
    Path file = home.resolve(".aws/login/cache").resolve(FILE);
    JsonNode written = MAPPER.readTree(file.toFile());
    assertThat(written.get("somethingNew").textValue()).isEqualTo("kept");
    assertThat(written.get("refreshToken").textValue()).isEqualTo("canaryRefresh2");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void credentials_renewalFailsWhileTheOldAreValid_areTheOld() throws Exception {
    write(expiringIn(Duration.ofMinutes(2)));
    reply = new HttpStub.Reset();
    assertThat(Outcomes.of(credentials()).accessKeyId()).isEqualTo("ASIAOLD");
  }

  @Test
  void credentials_serviceUnreachableAndNothingLeft_isRecoverable() throws Exception {
    write(expiringIn(Duration.ZERO));
    reply = new HttpStub.Reset();
    assertThat(Outcomes.failureOf(credentials()).reason()).isEqualTo(FailureReason.UNREACHABLE);
  }

  @Test
  void credentials_serviceInTrouble_isRecoverable() throws Exception {
    write(expiringIn(Duration.ZERO));
    reply = new Answer(500, List.of(), "{}");
    assertThat(Outcomes.failureOf(credentials()).reason()).isEqualTo(FailureReason.UPSTREAM_ERROR);
  }

  @Test
  void credentials_refusedRefresh_needASignInAndQuoteNothing() throws Exception {
    write(expiringIn(Duration.ZERO));
    reply = new Answer(400, List.of("x-amzn-errortype: ValidationException"),
        "{\"message\":\"token canaryRefresh is over\"}");
    Failure failure = Outcomes.failureOf(credentials());
    assertThat(failure.reason()).isEqualTo(FailureReason.SIGN_IN_NEEDED);
    assertThat(failure.remedy()).isEqualTo("Run: aws login");
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = { "{}", "{\"accessToken\":{},\"expiresIn\":900,\"refreshToken\":\"r\"}",
      "{\"accessToken\":{\"accessKeyId\":\"a\",\"secretAccessKey\":\"b\",\"sessionToken\":\"c\"},\"expiresIn\":0,\"refreshToken\":\"r\"}"})
  void credentials_anAnswerWithoutCredentials_isMalformedAndLeavesTheFile(String body) throws Exception {
    write(expiringIn(Duration.ZERO));
    reply = new Answer(200, List.of("Content-Type: application/json"), body);
    assertThat(Outcomes.failureOf(credentials()).reason()).isEqualTo(FailureReason.MALFORMED_ANSWER);
    assertThat(Files.readString(home.resolve(".aws/login/cache").resolve(FILE))).contains("canaryRefresh\"");
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "canary",
      "-----BEGIN EC PRIVATE KEY-----\nY2FuYXJ5\n-----END EC PRIVATE KEY-----",
      "-----BEGIN EC PRIVATE KEY-----\n!!!!\n-----END EC PRIVATE KEY-----"})
  void credentials_aKeyThatIsNone_needsASignIn(String key) throws IOException {
    write(expiringIn(Duration.ofHours(1)).put("dpopKey", key));
    Failure failure = Outcomes.failureOf(credentials());
    assertThat(failure.reason()).isEqualTo(FailureReason.SIGN_IN_NEEDED);
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @Test
  void credentials_twoAtOnceInNeedOfRenewal_makeOneCall() throws Exception {
    write(expiringIn(Duration.ZERO));
    try (var login = calls()) {
      var step = new Recipe.Login(SESSION, "us-east-1");
      var both = List.of(login.credentials(step), login.credentials(step));
      both.forEach(one -> assertThat(Outcomes.of(one).accessKeyId()).isEqualTo("ASIANEW"));
    }
    assertThat(stub.waiting()).isEqualTo(1);
  }

  private CompletableFuture<Credentials> credentials() {
    return calls().credentials(new Recipe.Login(SESSION, "us-east-1"));
  }

  private LoginCalls calls() {
    return new LoginCalls(http, Map.of("AWS_ENDPOINT_URL_SIGNIN", stub.uri().toString()), home, executor,
        time);
  }

  private ObjectNode expiringIn(Duration left) {
    var content = MAPPER.createObjectNode();
    content.putObject("accessToken")
        .put("accessKeyId", "ASIAOLD")
        .put("secretAccessKey", "canaryOld")
        .put("sessionToken", "canaryOldToken")
        .put("accountId", "012345678901")
        .put("expiresAt", time.instant().plus(left).toString());
    return content.put("clientId", "arn:aws:signin:::devtools/same-device")
        .put("refreshToken", "canaryRefresh")
        .put("dpopKey", KEY);
  }

  private void write(JsonNode content) throws IOException {
    MAPPER.writeValue(home.resolve(".aws/login/cache").resolve(FILE).toFile(), content);
  }

  private static PublicKey publicKey(JsonNode jwk) throws Exception {
    var curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    var point = new ECPoint(number(jwk.get("x")), number(jwk.get("y")));
    return KeyFactory.getInstance("EC").generatePublic(
        new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger number(JsonNode base64) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64.textValue()));
  }
}
