package io.credentialbroker.core.sso;

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
import io.credentialbroker.core.fixtures.HttpStub.Request;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SsoCallsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String URL = "https://example.awsapps.com/start";
  private static final Recipe.Sso STEP = new Recipe.Sso("admin", URL, "us-east-1", "123456789012", "Deploy");
  private static final Recipe.Sso LEGACY = new Recipe.Sso(null, URL, "us-east-1", "123456789012", "Deploy");
  /** SHA-1 of {@code admin}, as {@code printf admin | sha1sum} prints it. */
  private static final String FILE = "d033e22ae348aeb5660fc2140aec35850c4da997.json";
  private static final String TOKEN = "/token";

  @TempDir
  private Path home;

  private final ManualTime time = ManualTime.start();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpCalls http = new HttpCalls(executor, new EnvironmentProxies(Map.of(), null), time);
  private Reply portal = json(200,
      "{\"roleCredentials\":{\"accessKeyId\":\"ASIASSO\",\"secretAccessKey\":\"canarySecret\","
          + "\"sessionToken\":\"canaryToken\",\"expiration\":"
          + time.instant().plusSeconds(3600).toEpochMilli() + "}}");
  private Reply tokens = json(200,
      "{\"accessToken\":\"canaryAccess2\",\"expiresIn\":28800,\"refreshToken\":\"canaryRefresh2\"}");
  private final HttpStub stub = new HttpStub(request -> request.target().equals(TOKEN) ? tokens : portal);

  private SsoCalls sso() {
    return new SsoCalls(http, Map.of("AWS_ENDPOINT_URL", stub.uri().toString()), home, executor, time);
  }

  @BeforeEach
  void signIn() throws IOException {
    Files.createDirectories(home.resolve(".aws/sso/cache"));
    write(FILE, expiringIn(Duration.ofHours(8)));
  }

  @AfterEach
  void end() throws IOException {
    stub.close();
    http.close();
    executor.shutdownNow();
  }

  @Test
  void roleCredentials_signedIn_areThoseOfThePortal() throws Exception {
    assertThat(Outcomes.of(fetch(STEP))).isEqualTo(new Credentials("ASIASSO", Secret.of("canarySecret"),
        Secret.of("canaryToken"), time.instant().plusSeconds(3600), "123456789012", null));
    Request request = stub.next();
    assertThat(request.target()).startsWith("/federation/credentials?").contains("account_id=123456789012",
        "role_name=Deploy");
    assertThat(request.headers()).containsEntry("x-amz-sso_bearer_token", "canaryAccess")
        .doesNotContainKey("authorization");
  }

  @Test
  void roleCredentials_aQuarterOfAnHourLeft_renewTheTokenFirstAndKeepIt() throws Exception {
    write(FILE, expiringIn(Duration.ofMinutes(15)).put("unknown", "kept"));
    Outcomes.of(fetch(STEP));
    JsonNode renewal = MAPPER.readTree(stub.next().body());
    assertThat(renewal.get("grantType").textValue()).isEqualTo("refresh_token");
    assertThat(renewal.get("refreshToken").textValue()).isEqualTo("canaryRefresh");
    assertThat(renewal.get("clientSecret").textValue()).isEqualTo("canaryClient");
    assertThat(stub.next().headers()).containsEntry("x-amz-sso_bearer_token", "canaryAccess2");
    JsonNode written = MAPPER.readTree(home.resolve(".aws/sso/cache").resolve(FILE).toFile());
    assertThat(written.get("accessToken").textValue()).isEqualTo("canaryAccess2");
    assertThat(written.get("refreshToken").textValue()).isEqualTo("canaryRefresh2");
    assertThat(written.get("expiresAt").textValue()).isEqualTo("2026-01-01T08:00:00Z");
    assertThat(written.get("unknown").textValue()).isEqualTo("kept");
  }

  @Test
  void roleCredentials_renewalFailsWhileTheTokenIsValid_useTheToken() throws Exception {
    write(FILE, expiringIn(Duration.ofMinutes(10)));
    tokens = new HttpStub.Reset();
    assertThat(Outcomes.of(fetch(STEP)).accessKeyId()).isEqualTo("ASIASSO");
  }

  @ParameterizedTest
  @CsvSource({ "InvalidGrantException", "ExpiredTokenException", "UnauthorizedClientException",
      "InvalidClientException"})
  void roleCredentials_renewalRefused_needASignIn(String code) throws Exception {
    write(FILE, expiringIn(Duration.ZERO));
    tokens = error(400, code);
    Failure failure = Outcomes.failureOf(fetch(STEP));
    assertThat(failure.reason()).isEqualTo(FailureReason.SIGN_IN_NEEDED);
    assertThat(failure.remedy()).isEqualTo("Run: aws sso login --sso-session admin");
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @Test
  void roleCredentials_tokenEndpointInTrouble_isRecoverable() throws Exception {
    write(FILE, expiringIn(Duration.ZERO));
    tokens = error(500, "InternalServerException");
    assertThat(Outcomes.failureOf(fetch(STEP)).recoverable()).isTrue();
  }

  @Test
  void roleCredentials_registrationOver_needASignInWithoutACall() throws Exception {
    write(FILE, expiringIn(Duration.ZERO).put("registrationExpiresAt", "2026-01-01T00:00:00Z"));
    assertThat(Outcomes.failureOf(fetch(STEP)).reason()).isEqualTo(FailureReason.SIGN_IN_NEEDED);
    assertThat(stub.waiting()).isZero();
  }

  @Test
  void roleCredentials_legacyProfile_usesTheTokenAndNeverRenewsIt() throws Exception {
    Path cache = home.resolve(".aws/sso/cache");
    Files.delete(cache.resolve(FILE));
    assertThat(Outcomes.failureOf(fetch(LEGACY)).remedy()).isEqualTo(
        "Run: aws sso login --profile NAME, for a profile with this sso_start_url: " + LEGACY.startUrl());
    write("e8be5486177c5b5392bd9aa76563515b29358e6e.json", expiringIn(Duration.ofMinutes(10)));
    assertThat(Outcomes.of(fetch(LEGACY)).accessKeyId()).isEqualTo("ASIASSO");
    assertThat(stub.waiting()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({ "401,UnauthorizedException,SIGN_IN_NEEDED", "403,ForbiddenException,ACCESS_DENIED",
      "429,TooManyRequestsException,THROTTLED", "400,InvalidRequestException,INVALID_PARAMETER",
      "500,InternalFailure,UPSTREAM_ERROR"})
  void roleCredentials_eachRefusalOfThePortal_hasItsReason(int status, String code, FailureReason reason) {
    portal = error(status, code);
    assertThat(Outcomes.failureOf(fetch(STEP)).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = { "{}", "{\"roleCredentials\":{}}",
      "{\"roleCredentials\":{\"accessKeyId\":\"a\",\"secretAccessKey\":\"canary\",\"sessionToken\":\"canary\",\"expiration\":1}}",
      "canary"})
  void roleCredentials_nonsense_isMalformedAndNotQuoted(String body) {
    portal = json(200, body);
    Failure failure = Outcomes.failureOf(fetch(STEP));
    assertThat(failure.reason()).isEqualTo(FailureReason.MALFORMED_ANSWER);
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "canary", "[]", "{}", "{\"accessToken\":\"canary\"}",
      "{\"accessToken\":\"canary\",\"expiresAt\":\"canary\"}"})
  void roleCredentials_anUnreadableCache_needsASignInAndIsNotQuoted(String content) throws IOException {
    Files.writeString(home.resolve(".aws/sso/cache").resolve(FILE), content);
    Failure failure = Outcomes.failureOf(fetch(STEP));
    assertThat(failure.reason()).isEqualTo(FailureReason.SIGN_IN_NEEDED);
    assertThat(failure.message()).contains(FILE).doesNotContain("canary");
  }

  @Test
  void roleCredentials_timeOfTheOldCli_isUnderstood() throws IOException {
    write(FILE, expiringIn(Duration.ZERO).put("expiresAt", "2026-01-01T10:02:08UTC"));
    assertThat(Outcomes.of(fetch(STEP)).accessKeyId()).isEqualTo("ASIASSO");
  }

  private CompletableFuture<Credentials> fetch(Recipe.Sso step) {
    return sso().roleCredentials(step);
  }

  private ObjectNode expiringIn(Duration left) {
    return MAPPER.createObjectNode()
        .put("startUrl", URL)
        .put("region", "us-east-1")
        .put("accessToken", "canaryAccess")
        .put("expiresAt", time.instant().plus(left).toString())
        .put("clientId", "client")
        .put("clientSecret", "canaryClient")
        .put("registrationExpiresAt", "2026-03-01T00:00:00Z")
        .put("refreshToken", "canaryRefresh");
  }

  private void write(String file, JsonNode content) throws IOException {
    MAPPER.writeValue(home.resolve(".aws/sso/cache").resolve(file).toFile(), content);
  }

  private static Answer json(int status, String body) {
    return new Answer(status, List.of("Content-Type: application/json"), body);
  }

  private static Answer error(int status, String code) {
    return new Answer(status, List.of("Content-Type: application/json", "x-amzn-ErrorType: " + code),
        "{\"message\":\"canaryRefresh or canaryAccess was refused\"}");
  }
}
