package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionStatus;
import io.credentialbroker.core.sts.CallerIdentity;
import io.credentialbroker.server.callers.CallerCount;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusEndpointTest {
  @TempDir
  Path folder;
  private ControlFixture control;

  @BeforeEach
  void open() throws Exception {
    control = new ControlFixture(folder);
  }

  @Test
  void status_ofTheDaemon_hasTheDocumentedKeys() {
    control.problems.add(ControlFixture.BROKEN);
    var body = control.ask("GET", "/v1/status").json();
    assertThat(body.fieldNames()).toIterable().containsExactly("version", "api", "pid", "started", "now",
        "sandbox",
        "listeners", "tokenFile", "cache", "problems", "profiles", "withoutCredentials");
    assertThat(body.get("started").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(body.at("/listeners/0/address").asText()).isEqualTo("127.0.0.1:9780");
    assertThat(body.at("/listeners/0/portChanges").isMissingNode()).isTrue();
    assertThat(body.at("/listeners/1/portChanges").asBoolean()).isTrue();
    assertThat(body.get("problems").get(0).fieldNames()).toIterable().containsExactly("file", "profile",
        "key",
        "message", "remedy");
  }

  @Test
  void status_profileThatWasAskedFor_tellsByWhom() {
    control.callers.put(ControlFixture.DEPLOY,
        List.of(new CallerCount("ci", 1000, 12, 1, Instant.parse("2026-01-01T00:00:00.9Z")),
            new CallerCount("far", null, 1, 0, Instant.EPOCH)));
    var profiles = control.ask("GET", "/v1/status").json().get("profiles");
    assertThat(profiles.get(0).get("callers")).hasToString("[{\"client\":\"ci\",\"uid\":1000,\"granted\":12,"
        + "\"others\":1,\"last\":\"2026-01-01T00:00:00Z\"},{\"client\":\"far\",\"granted\":1,\"others\":0,"
        + "\"last\":\"1970-01-01T00:00:00Z\"}]");
    assertThat(profiles.get(1).has("callers")).isFalse();
  }

  @Test
  void status_profiles_areSortedByName() {
    assertThat(control.ask("GET", "/v1/status").json().get("profiles").findValuesAsText("name"))
        .containsExactly("deploy", "größe /1*~", "kept", "old");
  }

  @Test
  void status_heldSession_hasTheDocumentedKeysAndNoSecret() {
    control.sessions.hold(control.deployKey);
    var reply = control.ask("GET", "/v1/status");
    assertThat(profile(reply, 0))
        .hasToString("{\"name\":\"deploy\",\"state\":\"FRESH\",\"recipe\":\"static keys AKIAEXAMPLE\","
            + "\"arn\":\"arn:aws:sts::123456789012:assumed-role/deploy/alice\",\"accountId\":\"123456789012\","
            + "\"accessKeyId\":\"ASIAEXAMPLE\",\"obtained\":\"2026-01-01T00:00:00Z\","
            + "\"expiration\":\"2026-01-01T01:00:00Z\",\"nextAttempt\":\"2026-01-01T00:30:00Z\",\"failures\":0,"
            + "\"notes\":[\"a note\"]}");
    assertThat(reply.text()).doesNotContain("canary");
  }

  @Test
  void status_sourceThatDoesNotTell_isWhomStsNames() {
    control.sessions.holdNameless(control.deployKey);
    control.identity
        .complete(new CallerIdentity("123456789012", "arn:aws:iam::123456789012:user/alice", "AIDA"));
    var line = profile(control.ask("GET", "/v1/status"), 0);
    assertThat(line.get("arn").asText()).isEqualTo("arn:aws:iam::123456789012:user/alice");
    assertThat(line.get("accountId").asText()).isEqualTo("123456789012");
  }

  @Test
  void status_failedSession_saysWhy() {
    control.sessions.standing.put(control.deployKey, new SessionStatus(control.deployKey, "x",
        SessionStatus.State.FAILED, null, null,
        new Failure(FailureReason.THROTTLED, "AssumeRole", "Too many.", "Wait.", "Throttling", null), 3,
        null));
    var line = profile(control.ask("GET", "/v1/status"), 0);
    assertThat(line.get("state").asText()).isEqualTo("FAILED");
    assertThat(line.get("failures").asInt()).isEqualTo(3);
    assertThat(line.get("lastFailure")).hasToString("{\"reason\":\"THROTTLED\",\"step\":\"AssumeRole\","
        + "\"code\":\"Throttling\",\"message\":\"Too many.\",\"remedy\":\"Wait.\"}");
  }

  @Test
  void status_brokenProfile_carriesItsProblem() {
    var line = profile(control.ask("GET", "/v1/status"), 3);
    assertThat(line.get("state").asText()).isEqualTo("BROKEN");
    assertThat(line.at("/problem/key").asText()).isEqualTo("role_arn");
  }

  @Test
  void status_nothingHeld_tellsAccountAndTwinsFromTheRecipes() {
    var keys = new Recipe.StaticKeys("AKIA", Secret.of("canary-key"), null, null);
    var role = new Recipe.AssumeRole(keys, "arn:aws:iam::444455556666:role/partner",
        new AssumeRoleOptions("alice", Duration.ofHours(1), null),
        new StsEndpoint("eu-west-1", null, false, false));
    var sso = new Recipe.Sso("s", "https://x.awsapps.com/start", "eu-west-1", "777788889999", "dev");
    control.broker.adopt(new ProfileCatalog(Map.of(new ProfileName("b"), served(role), new ProfileName("a"),
        served(role), new ProfileName("keys"), served(keys), new ProfileName("sso"), served(sso)),
        List.of()));
    var profiles = control.ask("GET", "/v1/status").json().get("profiles");

    assertThat(profiles.at("/0/state").asText()).isEqualTo("IDLE");
    assertThat(profiles.at("/0/accountId").asText()).isEqualTo("444455556666");
    assertThat(profiles.at("/0/sharesWith")).hasToString("[\"b\"]");
    assertThat(profiles.at("/1/sharesWith")).hasToString("[\"a\"]");
    assertThat(profiles.at("/2").has("accountId")).as("only a call tells").isFalse();
    assertThat(profiles.at("/2").has("sharesWith")).isFalse();
    assertThat(profiles.at("/3/accountId").asText()).isEqualTo("777788889999");
  }

  private static ProfileCatalog.Servable served(Recipe recipe) {
    return new ProfileCatalog.Servable(recipe, false, List.of());
  }

  @Test
  void status_profileServedAsLastRead_hasItsStateAndItsProblem() {
    var line = profile(control.ask("GET", "/v1/status"), 2);
    assertThat(line.get("state").asText()).isEqualTo("IDLE");
    assertThat(line.get("recipe").asText()).isEqualTo("container endpoint");
    assertThat(line.at("/problem/key").asText()).isEqualTo("role_arn");
  }

  @Test
  void status_profileWithoutCredentials_standsApart() {
    var body = control.ask("GET", "/v1/status").json();
    assertThat(body.get("withoutCredentials")).hasToString("[\"default\"]");
    assertThat(body.get("profiles").findValuesAsText("name")).doesNotContain("default");
  }

  private static JsonNode profile(ControlFixture.Reply reply, int index) {
    return reply.json().get("profiles").get(index);
  }
}
