package io.credentialbroker.server.imds;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.ecs.EcsRoutes;
import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.pipeline.Limits;
import io.credentialbroker.server.pipeline.OwnTokenPipeline;
import io.credentialbroker.server.pipeline.VendObserver.Turned;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataServiceTest {
  private static final String LIST = "/latest/meta-data/iam/security-credentials";

  private final TestBroker test = TestBroker.serving("app", "other", "a b");
  private final TestGate gate = new TestGate(test, Limits.DEFAULTS, test.time);

  private EmbeddedGate connect(String profile, Peer peer) {
    return new EmbeddedGate(listener(profile, peer));
  }

  private OwnTokenPipeline listener(String profile, Peer peer) {
    return new OwnTokenPipeline(gate.parts, "imds", _ -> peer, uid -> uid == TestGate.ME.uid(),
        new MetadataService(new MetadataTree(new ProfileName(profile), test.broker::catalog),
            new MetadataTokens(test.time, new SecureRandom()),
            EcsRoutes.credentials(test.broker::catalog)));
  }

  private EmbeddedGate connect() {
    return connect("app", TestGate.ME);
  }

  private static String put(EmbeddedGate to, String headers) {
    return to.send("PUT /latest/api/token HTTP/1.1\r\nHost: 127.0.0.1:9780\r\n" + headers + "\r\n");
  }

  private static String token(EmbeddedGate of) {
    String answer = put(of, "x-aws-ec2-metadata-token-ttl-seconds: 21600\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Type: text/plain\r\n")
        .containsIgnoringCase("x-aws-ec2-metadata-token-ttl-seconds: 21600\r\n");
    return body(answer);
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static String get(EmbeddedGate from, String path, String headers) {
    return from.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:9780\r\n" + headers + "\r\n");
  }

  private static String withToken(EmbeddedGate gate, String path) {
    return get(gate, path, "X-Aws-Ec2-Metadata-Token: " + token(gate) + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = { LIST, LIST + "/"})
  void list_withAToken_isTheRoleWithoutANewline(String path) {
    assertThat(body(withToken(connect(), path))).isEqualTo("app");
  }

  @Test
  void role_withAToken_isTheBodyOfTheContainerEndpoint() {
    String container = new EmbeddedGate(gate.tcp())
        .send("GET /v1/credentials/app HTTP/1.1\r\nHost: 127.0.0.1:9780\r\nAuthorization: " + gate.token
            + "\r\n\r\n");
    assertThat(body(withToken(connect(), LIST + "/app"))).isEqualTo(body(container))
        .contains("\"Code\":\"Success\"");
    assertThat(gate.observed.events).contains("imds imds app Granted cached");
  }

  @Test
  void role_withOddName_isListedAsItIsAskedFor() {
    var connection = connect("a b", TestGate.ME);
    String listed = body(withToken(connection, LIST + "/"));
    assertThat(listed).isEqualTo("a%20b");
    assertThat(withToken(connection, LIST + "/" + listed)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = { LIST + "/other", LIST + "-extended", LIST + "-extended/app", "/latest/meta-data/",
      "/latest/",
      LIST + "/app/", "/v1/credentials/app", LIST + "/a%70p"})
  void path_thatIsNotServed_isNotFound(String path) {
    assertThat(EmbeddedGate.status(withToken(connect(), path))).isEqualTo(404);
  }

  @Test
  void region_profileHasNone_isNotFound() {
    assertThat(EmbeddedGate.status(withToken(connect(), "/latest/meta-data/placement/region")))
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = { LIST, LIST + "/app", "/latest/meta-data/placement/region", "/nowhere"})
  void get_withoutAToken_isUnauthorized(String path) {
    assertThat(EmbeddedGate.status(get(connect(), path, ""))).isEqualTo(401);
    assertThat(EmbeddedGate.status(get(connect(), path, "x-aws-ec2-metadata-token: AAAA\r\n")))
        .isEqualTo(401);
    assertThat(EmbeddedGate.status(get(connect(), path, "Authorization: " + gate.token + "\r\n")))
        .isEqualTo(401);
    assertThat(test.sessions.asked()).isZero();
  }

  @Test
  void get_tokenThatHasEnded_isUnauthorized() {
    var connection = connect();
    String token = body(put(connection, "x-aws-ec2-metadata-token-ttl-seconds: 60\r\n"));
    test.time.advance(Duration.ofSeconds(60));
    assertThat(EmbeddedGate.status(get(connection, LIST, "x-aws-ec2-metadata-token: " + token + "\r\n")))
        .isEqualTo(401);
  }

  @Test
  void get_tokenOfAnotherConnectionOfTheListener_isServed() {
    OwnTokenPipeline listener = listener("app", TestGate.ME);
    String token = token(new EmbeddedGate(listener));
    assertThat(
        body(get(new EmbeddedGate(listener), LIST, "x-aws-ec2-metadata-token: " + token + "\r\n")))
        .isEqualTo("app");
  }

  @Test
  void get_tokenOfAnotherListener_isUnauthorized() {
    String token = token(connect());
    assertThat(EmbeddedGate.status(get(connect(), LIST, "x-aws-ec2-metadata-token: " + token + "\r\n")))
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "x-aws-ec2-metadata-token-ttl-seconds: 0\r\n",
      "x-aws-ec2-metadata-token-ttl-seconds: 21601\r\n",
      "x-aws-ec2-metadata-token-ttl-seconds: -1\r\n", "x-aws-ec2-metadata-token-ttl-seconds: 60s\r\n",
      "x-aws-ec2-metadata-token-ttl-seconds: 60\r\nx-aws-ec2-metadata-token-ttl-seconds: 60\r\n"})
  void put_withoutAProperTtl_isABadRequest(String headers) {
    assertThat(EmbeddedGate.status(put(connect(), headers))).isEqualTo(400);
  }

  @Test
  void put_throughAProxyOrBrowser_isRefused() {
    String ttl = "x-aws-ec2-metadata-token-ttl-seconds: 60\r\n";
    assertThat(EmbeddedGate.status(put(connect(), ttl + "X-Forwarded-For: 10.0.0.1\r\n"))).isEqualTo(403);
    assertThat(EmbeddedGate.status(put(connect(), ttl + "Origin: http://evil.example\r\n"))).isEqualTo(403);
    assertThat(EmbeddedGate.status(put(connect(), ttl + "Content-Length: 3\r\n"))).isEqualTo(400);
    assertThat(EmbeddedGate.status(
        connect().send("PUT /latest/api/token HTTP/1.1\r\nHost: evil.example\r\n" + ttl + "\r\n")))
        .isEqualTo(403);
  }

  @Test
  void method_otherThanThoseOfTheProtocol_isNotAllowed() {
    assertThat(get(connect(), "/latest/api/token", "")).startsWith("HTTP/1.1 405 ")
        .contains("Allow: PUT\r\n");
    assertThat(EmbeddedGate.status(connect().send("PUT " + LIST + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")))
        .isEqualTo(405);
    assertThat(
        EmbeddedGate.status(connect().send("POST /latest/api/token HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")))
        .isEqualTo(405);
  }

  @Test
  void peer_ofAnotherUser_isClosedUnread() {
    var stranger = connect("app", new Peer(1234, 1));
    assertThat(put(stranger, "x-aws-ec2-metadata-token-ttl-seconds: 60\r\n")).isEmpty();
    assertThat(stranger.channel.isOpen()).isFalse();
    assertThat(gate.observed.turned).containsExactly(Turned.PEER);
  }

  @Test
  void role_profileThatIsBroken_tellsWhy() {
    test.broken("broken",
        new io.credentialbroker.core.profile.ProfileProblem("/c", "broken", "role_arn", "No.", "Mend."));
    String answer = withToken(connect("broken", TestGate.ME), LIST + "/broken");
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Mend.");
  }
}
