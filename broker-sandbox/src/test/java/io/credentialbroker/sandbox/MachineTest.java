package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.sandbox.world.ContainerTask;
import io.credentialbroker.sandbox.world.Instance;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;

class MachineTest {
  private static final String TTL = "x-aws-ec2-metadata-token-ttl-seconds";
  private static final String TOKEN = "x-aws-ec2-metadata-token";
  private static final String CREDENTIALS = "/latest/meta-data/iam/security-credentials";

  private final Rig rig = new Rig();
  private final Http http = new Http(rig.sandbox.endpoint());

  MachineTest() {
    rig.sandbox.world().put(Instance.of(Rig.ROLE, "eu-central-1"))
        .put(ContainerTask.of("task", "task-token", Rig.ROLE)).put(ContainerTask.of("open", null, Rig.ROLE));
  }

  @AfterEach
  void stop() {
    http.close();
    rig.close();
  }

  @Test
  void imds_sdkProvider_getsCredentialsThatStsAccepts() {
    try (var provider = InstanceProfileCredentialsProvider.builder()
        .endpoint(rig.sandbox.endpoint().toString())
        .build()) {
      var credentials = (AwsSessionCredentials) provider.resolveCredentials();

      assertThat(StsClients.of(rig.sandbox.endpoint(), credentials, rig.clock).getCallerIdentity().arn())
          .isEqualTo("arn:aws:sts::123456789012:assumed-role/deploy/i-0123456789abcdef0");
    }
  }

  @Test
  void imds_token_echoesItsLifetimeAndEndsWithIt() throws Exception {
    HttpResponse<String> answer = http.send("PUT", "/latest/api/token", "", TTL, "60");

    assertThat(answer.headers().firstValue(TTL)).hasValue("60");
    assertThat(get(CREDENTIALS, answer.body()).body()).isEqualTo("deploy");
    rig.clock.advance(Duration.ofSeconds(60));
    assertThat(get(CREDENTIALS, answer.body()).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = { "0", "21601", "-1", "soon"})
  void imds_lifetimeOutOfBounds_isABadRequest(String seconds) throws Exception {
    assertThat(http.send("PUT", "/latest/api/token", "", TTL, seconds).statusCode()).isEqualTo(400);
  }

  @Test
  void imds_tokenRequestOfOtherForms_isRefused() throws Exception {
    assertThat(http.send("PUT", "/latest/api/token", "").statusCode()).isEqualTo(400);
    assertThat(http.send("GET", "/latest/api/token", "", TTL, "60").statusCode()).isEqualTo(405);
    assertThat(
        http.send("PUT", "/latest/api/token", "", TTL, "60", "X-Forwarded-For", "1.2.3.4").statusCode())
        .isEqualTo(403);
  }

  @Test
  void imds_withoutToken_isUnauthorized() throws Exception {
    assertThat(http.send("GET", CREDENTIALS, "").statusCode()).isEqualTo(401);
    assertThat(get(CREDENTIALS, "wrong").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({ "/latest/meta-data/iam/security-credentials/,deploy",
      "/latest/meta-data/placement/region,eu-central-1",
      "/latest/meta-data/placement/availability-zone,eu-central-1a",
      "/latest/meta-data/instance-id,i-0123456789abcdef0"})
  void imds_metadata_isServed(String path, String body) throws Exception {
    assertThat(get(path, token()).body()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(strings = { CREDENTIALS + "/other", CREDENTIALS + "-extended", "/latest/meta-data/nothing"})
  void imds_unknownPath_isNotFound(String path) throws Exception {
    assertThat(get(path, token()).statusCode()).isEqualTo(404);
  }

  @Test
  void imds_identityDocument_namesAccountAndRegion() throws Exception {
    var document = Http.json(get("/latest/dynamic/instance-identity/document", token()));

    assertThat(document.path("accountId").asText()).isEqualTo(Rig.ACCOUNT);
    assertThat(document.path("region").asText()).isEqualTo("eu-central-1");
  }

  @Test
  void imds_credentials_areTheSameUntilHalfOfTheirLife() throws Exception {
    String token = token();
    String first = get(CREDENTIALS + "/deploy", token).body();

    rig.clock.advance(Duration.ofMinutes(179));
    assertThat(get(CREDENTIALS + "/deploy", token).body()).isEqualTo(first);
    rig.clock.advance(Duration.ofMinutes(1));
    assertThat(Http.json(get(CREDENTIALS + "/deploy", token)).path("Expiration").asText())
        .isEqualTo("2026-01-01T21:00:00Z");
  }

  @Test
  void imds_pastTheHopLimit_neverAnswersTheTokenRequest() {
    rig.sandbox.world().put(Instance.of(Rig.ROLE, "eu-central-1").withHops(1, 2));
    var request = HttpRequest.newBuilder(URI.create(rig.sandbox.endpoint() + "/latest/api/token"))
        .header(TTL, "60")
        .PUT(HttpRequest.BodyPublishers.noBody()).timeout(Duration.ofMillis(300)).build();

    try (var client = HttpClient.newHttpClient()) {
      assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void container_rightToken_servesTheTask() throws Exception {
    HttpResponse<String> answer = http.send("GET", rig.sandbox.containerCredentials("task").getPath(), "",
        "Authorization", "task-token");

    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    var json = Http.json(answer);
    assertThat(json.path("RoleArn").asText()).isEqualTo(Rig.ROLE);
    assertThat(json.path("Expiration").asText()).isEqualTo("2026-01-01T18:00:00Z");
    var session = AwsSessionCredentials.create(json.path("AccessKeyId").asText(),
        json.path("SecretAccessKey").asText(), json.path("Token").asText());
    assertThat(StsClients.of(rig.sandbox.endpoint(), session, rig.clock).getCallerIdentity().arn())
        .endsWith(":assumed-role/deploy/task");
  }

  @Test
  void container_taskWithoutToken_needsNone() throws Exception {
    assertThat(http.send("GET", "/v2/credentials/open", "").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({ "GET,task,,401,AccessDenied", "GET,task,wrong,401,AccessDenied",
      "GET,nobody,task-token,400,InvalidIdInRequest", "POST,task,task-token,405,MethodNotAllowed"})
  void container_otherwise_isRefusedAsJson(String method, String id, String token, int status, String code)
      throws Exception {
    HttpResponse<String> answer = token == null
        ? http.send(method, "/v2/credentials/" + id, "")
        : http.send(method, "/v2/credentials/" + id, "", "Authorization", token);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Http.json(answer).path("code").asText()).isEqualTo(code);
    assertThat(answer.body()).doesNotContain("task-token");
  }

  private String token() throws Exception {
    return http.send("PUT", "/latest/api/token", "", TTL, "21600").body();
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return http.send("GET", path, "", TOKEN, token);
  }
}
