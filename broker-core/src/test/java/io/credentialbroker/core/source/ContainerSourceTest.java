package io.credentialbroker.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.HttpStub.Answer;
import io.credentialbroker.core.fixtures.HttpStub.Reply;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerSourceTest {
  private static final String GOOD = """
      {"Code":"Success","AccessKeyId":"ASIACONTAINER","SecretAccessKey":"canarySecret","Token":"canaryToken",
       "Expiration":"2026-01-01T06:00:00Z","RoleArn":"arn:aws:iam::123456789012:role/task","Type":"AWS-HMAC"}
      """;

  @TempDir
  private Path folder;

  private final Workshop workshop = new Workshop();
  private Reply reply = new Answer(200, List.of(), GOOD);
  private final HttpStub stub = new HttpStub(_ -> reply);
  private final Map<String, String> environment = new HashMap<>(
      Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", stub.uri() + "/v1/credentials/x"));

  @AfterEach
  void end() throws IOException {
    stub.close();
    workshop.close();
  }

  @Test
  void fetch_withoutToken_asksPlainly() throws Exception {
    assertThat(Outcomes.of(fetch())).isEqualTo(new Credentials("ASIACONTAINER", Secret.of("canarySecret"),
        Secret.of("canaryToken"), Instant.parse("2026-01-01T06:00:00Z"), "123456789012", null));
    var request = stub.next();
    assertThat(request.method() + ' ' + request.target()).isEqualTo("GET /v1/credentials/x");
    assertThat(request.headers()).containsEntry("accept", "application/json")
        .doesNotContainKey("authorization");
  }

  @Test
  void fetch_tokenInTheEnvironment_isSentAsItIs() throws Exception {
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "canary token");
    Outcomes.of(fetch());
    assertThat(stub.next().headers()).containsEntry("authorization", "canary token");
  }

  @Test
  void fetch_tokenFile_winsAndIsReadAtEachFetch() throws Exception {
    Path token = folder.resolve("token");
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "other");
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.toString());
    Files.writeString(token, "first");
    Outcomes.of(fetch());
    Files.writeString(token, "second");
    Outcomes.of(fetch());
    assertThat(stub.next().headers()).containsEntry("authorization", "first");
    assertThat(stub.next().headers()).containsEntry("authorization", "second");
  }

  @ParameterizedTest
  @ValueSource(strings = { "canary\n", "canary\r\n", "a\nX-Evil: canary", "  ", "canaryä", ""})
  void fetch_tokenFileWithWhatNoHeaderMayHave_isRefusedUnquoted(String token) throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, token);
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.toString());
    Failure failure = Outcomes.failureOf(fetch());
    assertThat(failure.reason()).isEqualTo(FailureReason.LOCAL_CONFIGURATION);
    assertThat(failure.message()).contains(file.toString()).doesNotContain("canary");
    assertThat(stub.waiting()).isZero();
  }

  @Test
  void fetch_hugeTokenFile_isRefused() throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, "x".repeat(20_000));
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.toString());
    assertThat(Outcomes.failureOf(fetch()).message()).contains("longer than");
  }

  @ParameterizedTest
  @ValueSource(strings = { "http://example.com/", "http://10.0.0.1/", "http://169.254.170.3/",
      "http://127.0.0.1.evil.com/",
      "http://[::2]/", "ftp://127.0.0.1/", "http://localhost.evil.com/", "http://2130706433/",
      "file:///etc/passwd",
      "http:///x", "//127.0.0.1/x", "http://a b/", "127.0.0.1/x"})
  void fetch_hostsThatAreNotNear_areRefused(String uri) {
    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri);
    assertThat(Outcomes.failureOf(fetch()).reason()).isEqualTo(FailureReason.LOCAL_CONFIGURATION);
  }

  @ParameterizedTest
  @ValueSource(strings = { "http://LOCALHOST:1/", "http://127.255.255.254/", "http://[::1]:9/",
      "http://[0:0:0:0:0:0:0:1]/",
      "HTTPS://example.com/", "http://[FD00:EC2::23]/"})
  void of_hostsThatAreNear_areTaken(String uri) {
    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri);
    assertThat(ContainerRequest.of("step", environment).uri()).hasToString(uri);
  }

  @Test
  void fetch_relativeUriWithoutSlash_isRefused() {
    environment.put("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "@evil.example/x");
    assertThat(Outcomes.failureOf(fetch()).message()).contains("does not begin with a slash");
  }

  @ParameterizedTest
  @CsvSource({ "401,ACCESS_DENIED", "403,ACCESS_DENIED", "404,LOCAL_CONFIGURATION", "408,UNREACHABLE",
      "429,THROTTLED", "500,UPSTREAM_ERROR", "503,UPSTREAM_ERROR", "302,MALFORMED_ANSWER",
      "202,MALFORMED_ANSWER"})
  void fetch_eachStatus_hasItsReason(int status, FailureReason reason) {
    reply = new Answer(status, List.of(), "{\"code\":\"Word\",\"message\":\"In words.\"}");
    Failure failure = Outcomes.failureOf(fetch());
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.message()).contains(String.valueOf(status));
    assertThat(failure.remedy()).isNotBlank();
  }

  @Test
  void fetch_anErrorInWords_isPassedOnWithRetryAfter() {
    reply = new Answer(503, List.of("Retry-After: 3"), "{\"Code\":\"Busy\",\"Message\":\"Later.\"}");
    Failure failure = Outcomes.failureOf(fetch());
    assertThat(failure.message()).isEqualTo("The container endpoint answered 503 (Busy): Later.");
    assertThat(failure.upstreamCode()).isEqualTo("Busy");
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "[]", "{", "{}", "canary", "{\"AccessKeyId\":\"canary\"}",
      "{\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"canary\",\"Token\":\"canary\",\"Expiration\":\"soon\"}"})
  void fetch_nonsense_isMalformedAndNotQuoted(String body) {
    reply = new Answer(200, List.of(), body);
    Failure failure = Outcomes.failureOf(fetch());
    assertThat(failure.reason()).isEqualTo(FailureReason.MALFORMED_ANSWER);
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @Test
  void fetch_aCodeOtherThanSuccess_isAnUpstreamError() {
    reply = new Answer(200, List.of(), "{\"Code\":\"Failed\"}");
    assertThat(Outcomes.failureOf(fetch()).upstreamCode()).isEqualTo("Failed");
  }

  @Test
  void fetch_reset_isUnreachable() {
    reply = new HttpStub.Reset();
    assertThat(Outcomes.failureOf(fetch()).reason()).isEqualTo(FailureReason.UNREACHABLE);
  }

  @Test
  void fetch_silence_isUnreachableAfterFiveSeconds() throws Exception {
    reply = new HttpStub.Silence();
    var fetch = fetch();
    stub.next();
    workshop.time.advance(Duration.ofSeconds(5));
    assertThat(Outcomes.failureOf(fetch).message())
        .isEqualTo("The container endpoint did not answer in time.");
  }

  private CompletableFuture<Credentials> fetch() {
    return new ContainerSource(workshop.with(environment)).of(new Recipe.ContainerEndpoint())
        .fetch(Urgency.CALLER_WAITS);
  }
}
