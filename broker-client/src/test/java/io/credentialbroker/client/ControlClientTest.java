package io.credentialbroker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.credentialbroker.client.BrokerException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlClientTest {
  @TempDir
  private Path folder;

  private FakeBroker broker;
  private ControlClient client;

  @BeforeEach
  void listen() throws IOException {
    broker = FakeBroker.at(folder.resolve("control.sock"));
    client = new ControlClient(broker.socket(), Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
  }

  @Test
  void giveCode_anyName_isSentAsOneJsonObject() throws Exception {
    broker.on("POST /v1/mfa", 200, "{\"serial\":\"arn:a\",\"expiration\":\"2026-11-21T21:00:00Z\","
        + "\"profiles\":[\"a\"]}");

    GivenCode given = client.giveCode("a \"b\\", "123456");

    assertThat(given.expiration()).isEqualTo(Instant.parse("2026-11-21T21:00:00Z"));
    String request = broker.heads().get(0);
    String body = request.substring(request.indexOf("\r\n\r\n") + 4);
    assertThat(JsonObject.read(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)).allTexts())
        .containsExactlyInAnyOrderEntriesOf(java.util.Map.of("profile", "a \"b\\", "code", "123456"));
    assertThat(request).contains("Content-Length: " + body.length() + "\r\n");
  }

  @Test
  void environment_goodAnswer_keepsTheOrderOfTheDaemon() throws Exception {
    broker.on("GET /v1/profiles/deploy/environment", 200,
        "{\"environment\":{\"AWS_REGION\":\"eu-central-1\",\"AWS_CONTAINER_CREDENTIALS_FULL_URI\":\"http://x\"}}");

    assertThat(client.environment("deploy").keySet()).containsExactly("AWS_REGION",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI");
  }

  @Test
  void environment_variableThatIsNotOfAws_isRefusedAsAWhole() {
    broker.on("GET /v1/profiles/deploy/environment", 200,
        "{\"environment\":{\"AWS_REGION\":\"x\",\"LD_PRELOAD\":\"/tmp/evil.so\"}}");

    assertThat(failure(() -> client.environment("deploy")).kind()).isEqualTo(Kind.BAD_ANSWER);
  }

  @Test
  void environment_valueWithLineBreak_isRefused() {
    broker.on("GET /v1/profiles/deploy/environment", 200,
        "{\"environment\":{\"AWS_REGION\":\"x\\nrm -rf\"}}");

    assertThat(failure(() -> client.environment("deploy")).kind()).isEqualTo(Kind.BAD_ANSWER);
  }

  @Test
  void environment_nameWithSpecialCharacters_isEncodedOnce() throws Exception {
    broker.on("GET /v1/profiles/a%2Fb%20%25%C3%BC/environment", 200, "{\"environment\":{}}");

    assertThat(client.environment("a/b %ü")).isEmpty();
  }

  @Test
  void environment_nameOfTwoDots_cannotClimbUpThePath() throws Exception {
    broker.on("GET /v1/profiles/%2E%2E/environment", 200, "{\"environment\":{}}");

    assertThat(client.environment("..")).isEmpty();
  }

  @Test
  void exec_grantClosed_endsTheConnection() throws Exception {
    broker.on("POST /v1/profiles/deploy/exec", 200,
        "{\"environment\":{\"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE\":\"/run/t\"},\"tokenId\":\"t1\"}");

    try (ExecGrant grant = client.exec("deploy")) {
      assertThat(grant.environment()).containsEntry("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/run/t");
    }
    broker.awaitHeldEnded();
    assertThat(broker.heads()).singleElement().asString().doesNotContain("Connection: close");
  }

  @Test
  void exec_daemonGoesAway_awaitEndReturns() throws Exception {
    broker.on("POST /v1/profiles/deploy/exec", 200, "{\"environment\":{},\"tokenId\":\"t1\"}");

    try (ExecGrant grant = client.exec("deploy")) {
      broker.close();
      grant.awaitEnd();
      assertThat(grant.environment()).isEmpty();
    }
  }

  @Test
  void exec_refused_keepsNoConnection() throws Exception {
    broker.on("POST /v1/profiles/deploy/exec", 403, "{\"code\":\"NotGranted\",\"message\":\"No.\"}");

    assertThat(failure(() -> client.exec("deploy")).kind()).isEqualTo(Kind.REFUSED);
    broker.awaitHeldEnded();
  }

  @Test
  void refresh_goodAnswer_tellsExpirationAndArn() throws Exception {
    broker.on("POST /v1/profiles/deploy/refresh", 200,
        "{\"profile\":\"deploy\",\"expiration\":\"2026-11-21T10:00:00Z\",\"arn\":\"arn:aws:sts::1:x\"}");

    assertThat(client.refresh("deploy")).isEqualTo(
        new ControlClient.Refreshed("deploy", Instant.parse("2026-11-21T10:00:00Z"), "arn:aws:sts::1:x"));
  }

  @Test
  void forget_oneAndAll_tellHowMany() throws Exception {
    broker.on("POST /v1/profiles/deploy/forget", 200, "{\"forgotten\":1}").on("POST /v1/forget", 200,
        "{\"forgotten\":7,\"needCode\":2}");

    assertThat(client.forget("deploy")).isEqualTo(new Forgotten(1, 0));
    assertThat(client.forgetAll()).isEqualTo(new Forgotten(7, 2));
    assertThat(broker.heads()).allSatisfy(head -> assertThat(head).contains("Content-Length: 0"));
  }

  @Test
  void reload_problems_areReadWithAllTheirParts() throws Exception {
    broker.on("POST /v1/reload", 200,
        "{\"problems\":[{\"file\":\"/c\",\"profile\":\"p\",\"key\":\"k\",\"message\":\"m\",\"remedy\":\"r\"}]}");

    assertThat(client.reload()).containsExactly(new StatusReport.Problem("/c", "p", "k", "m", "r"));
    assertThat(client.reload().get(0).where()).isEqualTo("/c [p] k");
  }

  @Test
  void anyCall_noVersionHeader_isNotABrokerd() {
    broker.onRaw("GET /v1/status", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");

    assertThat(failure(client::status).kind()).isEqualTo(Kind.BAD_ANSWER);
  }

  @Test
  void anyCall_newerDaemon_saysUpdateTheCommand() {
    broker.on("GET /v1/status", 400, "{}", "Broker-Api: 2");

    var failure = failure(client::status);
    assertThat(failure.kind()).isEqualTo(Kind.VERSION);
    assertThat(failure.hint()).contains("update the broker command");
  }

  @Test
  void anyCall_olderDaemon_saysUpdateBrokerd() {
    broker.on("GET /v1/status", 200, "{}", "Broker-Api: 0");

    assertThat(failure(client::status).hint()).contains("update brokerd");
  }

  @Test
  void anyCall_unknownToTheDaemon_saysUpdateBrokerd() {
    assertThat(failure(client::reload).kind()).isEqualTo(Kind.VERSION);
  }

  private static BrokerException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var failure = catchThrowableOfType(BrokerException.class, call);
    assertThat(failure).isNotNull();
    return failure;
  }
}
