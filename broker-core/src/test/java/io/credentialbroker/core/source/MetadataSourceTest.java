package io.credentialbroker.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.HttpStub.Answer;
import io.credentialbroker.core.fixtures.HttpStub.Reply;
import io.credentialbroker.core.fixtures.HttpStub.Request;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataSourceTest {
  private static final String TOKEN = "/latest/api/token";
  private static final String LIST = "/latest/meta-data/iam/security-credentials/";
  private static final String ROLE = LIST + "web";
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final String GOOD = """
      {"Code":"Success","LastUpdated":"2026-01-01T00:00:00Z","Type":"AWS-HMAC","AccessKeyId":"ASIAIMDS",
       "SecretAccessKey":"canarySecret","Token":"canaryToken","Expiration":"2026-01-01T06:00:00Z"}
      """;

  private final Workshop workshop = new Workshop();
  private final Map<String, Reply> replies = new ConcurrentHashMap<>(
      Map.of(TOKEN, text("canaryImdsToken"), LIST,
          text("web\n"), ROLE, text(GOOD)));
  private final HttpStub stub = new HttpStub(
      request -> replies.getOrDefault(request.target(), new Answer(404, List.of(), "")));

  @AfterEach
  void end() throws IOException {
    stub.close();
    workshop.close();
  }

  @Test
  void fetch_anInstanceWithARole_speaksVersionTwo() throws Exception {
    assertThat(Outcomes.of(fetch(1))).isEqualTo(new Credentials("ASIAIMDS", Secret.of("canarySecret"),
        Secret.of("canaryToken"), Instant.parse("2026-01-01T06:00:00Z"), null, null));
    Request token = stub.next();
    assertThat(token.method() + ' ' + token.target()).isEqualTo("PUT " + TOKEN);
    assertThat(token.headers()).containsKey("x-aws-ec2-metadata-token-ttl-seconds");
    for (String path : List.of(LIST, ROLE)) {
      Request get = stub.next();
      assertThat(get.method() + ' ' + get.target()).isEqualTo("GET " + path);
      assertThat(get.headers()).containsEntry("x-aws-ec2-metadata-token", "canaryImdsToken");
    }
  }

  @ParameterizedTest
  @CsvSource({ "403,ACCESS_DENIED", "404,LOCAL_CONFIGURATION", "405,LOCAL_CONFIGURATION",
      "500,UPSTREAM_ERROR"})
  void fetch_noToken_neverFallsBackToVersionOne(int status, FailureReason reason) {
    replies.put(TOKEN, new Answer(status, List.of(), "canary"));
    Failure failure = Outcomes.failureOf(fetch(1));
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.toString()).doesNotContain("canary");
    assertThat(stub.waiting()).as("calls").isEqualTo(1);
  }

  @Test
  void fetch_noRole_saysSo() {
    replies.remove(LIST);
    Failure failure = Outcomes.failureOf(fetch(3));
    assertThat(failure.message()).isEqualTo("This instance has no role.");
    assertThat(stub.waiting()).as("no attempt but the first").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = { "../../user-data", "a b", "<html>", "web?x"})
  void fetch_aRoleNameThatIsNone_isMalformed(String name) {
    replies.put(LIST, text(name));
    assertThat(Outcomes.failureOf(fetch(1)).reason()).isEqualTo(FailureReason.MALFORMED_ANSWER);
  }

  @Test
  void fetch_unauthorisedInstance_isTold() {
    replies.put(ROLE,
        text("{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"EC2 cannot assume the role.\"}"));
    Failure failure = Outcomes.failureOf(fetch(1));
    assertThat(failure.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(failure.message()).contains("EC2 cannot assume the role.");
  }

  @ParameterizedTest
  @ValueSource(ints = { 401, 403})
  void fetch_refused_speaksOfTheInstanceAndNotOfAToken(int status) {
    replies.put(TOKEN, new Answer(status, List.of(), "no"));
    assertThat(Outcomes.failureOf(fetch(1)).remedy()).contains("HttpEndpoint: enabled")
        .doesNotContain("authorization token");
  }

  @Test
  void fetch_serviceFailsTwice_succeedsAtTheThirdAttempt() {
    var failures = new java.util.concurrent.atomic.AtomicInteger(2);
    try (var flaky = new HttpStub(request -> request.target().equals(TOKEN) && failures.getAndDecrement() > 0
        ? new HttpStub.Reset()
        : replies.getOrDefault(request.target(), text("")))) {
      assertThat(Outcomes.of(fetch(flaky.uri(), 3)).accessKeyId()).isEqualTo("ASIAIMDS");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void fetch_expiredCredentials_areNotExtended() {
    replies.put(ROLE, text(GOOD.replace("T06", "T00")));
    assertThat(Outcomes.failureOf(fetch(1)).reason()).isEqualTo(FailureReason.UPSTREAM_ERROR);
  }

  @Test
  void fetch_switchedOff_saysSoWithoutCalling() {
    var source = new MetadataSource(workshop.with(Map.of("AWS_EC2_METADATA_DISABLED", "TRUE")));
    var fetch = source.of(new Recipe.InstanceMetadata(stub.uri(), TIMEOUT, 1)).fetch(Urgency.BACKGROUND);
    assertThat(Outcomes.failureOf(fetch).message()).contains("AWS_EC2_METADATA_DISABLED");
    assertThat(stub.waiting()).isZero();
  }

  @Test
  void fetch_silence_isUnreachableAfterItsTimeout() throws Exception {
    replies.put(TOKEN, new HttpStub.Silence());
    var fetch = fetch(1);
    stub.next();
    workshop.time.advance(TIMEOUT);
    assertThat(Outcomes.failureOf(fetch).reason()).isEqualTo(FailureReason.UNREACHABLE);
  }

  @Test
  void fetch_aTokenThatIsNoHeaderValue_isMalformedAndNotQuoted() {
    replies.put(TOKEN, text("canary\u0001token"));
    Failure failure = Outcomes.failureOf(fetch(1));
    assertThat(failure.reason()).isEqualTo(FailureReason.MALFORMED_ANSWER);
    assertThat(failure.toString()).doesNotContain("canary");
  }

  private CompletableFuture<Credentials> fetch(int attempts) {
    return fetch(URI.create(stub.uri() + "/"), attempts);
  }

  private CompletableFuture<Credentials> fetch(URI endpoint, int attempts) {
    return new MetadataSource(workshop.with(Map.of()))
        .of(new Recipe.InstanceMetadata(endpoint, TIMEOUT, attempts))
        .fetch(Urgency.CALLER_WAITS);
  }

  private static Answer text(String body) {
    return new Answer(200, List.of("Content-Type: text/plain"), body);
  }
}
