package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.console.ConsoleLinks;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.time.SystemTimers;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before anybody is called, and the links that nobody has to be called for. */
class ConsoleEndpointsTest {
  private static final StsEndpoint STS = new StsEndpoint("eu-central-1", null, false, false);
  private static final Recipe KEYS = new Recipe.StaticKeys("AKIAEXAMPLE", Secret.of("canary-key"), null,
      null);

  @TempDir
  Path folder;
  private ControlFixture control;

  @BeforeEach
  void open() throws Exception {
    control = new ControlFixture(folder);
    Recipe demo = assume(KEYS, "arn:aws:iam::111122223333:role/team/demo", null);
    control.broker.adopt(new ProfileCatalog(Map.of(
        new ProfileName("keys"), servable(KEYS),
        new ProfileName("token"), servable(new Recipe.SessionToken(KEYS, Duration.ofHours(1), STS)),
        new ProfileName("demo"), servable(demo),
        new ProfileName("chain"), servable(assume(demo, "arn:aws:iam::444455556666:role/partner", "x-1")),
        new ProfileName("china"), servable(assume(KEYS, "arn:aws-cn:iam::111122223333:role/demo", null)),
        new ProfileName("long"),
        servable(assume(KEYS, "arn:aws:iam::111122223333:role/" + "p".repeat(40) + "/"
            + "n".repeat(40), null)),
        new ProfileName("old"), new ProfileCatalog.Broken(ControlFixture.BROKEN)), List.of()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      keys   | {}                             | 409 | NoConsoleSession
      token  | {}                             | 409 | NoConsoleSession
      chain  | {'duration':'3600'}            | 409 | NoConsoleDuration
      demo   | {'duration':'soon'}            | 400 | BadRequest
      demo   | {'duration':'60'}              | 400 | BadRequest
      demo   | {'destination':'no such page'} | 400 | BadRequest
      demo   | {'destination':'https://evil.example/'} | 400 | BadRequest
      demo   | {'service':'s3'}               | 400 | BadRequest
      nobody | {}                             | 404 | ProfileNotFound
      old    | {}                             | 422 | BadConfiguration
      """)
  void console_whatCannotBe_isRefusedWithAReason(String profile, String body, int status, String code) {
    var reply = post("/v1/profiles/" + profile + "/console", body);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().get("code").asText()).isEqualTo(code);
    assertThat(reply.text()).doesNotContain("canary");
    assertThat(control.signIns).as("bodies that no endpoint takes get no further than the routes")
        .isEqualTo(body.contains("service")
            ? List.of()
            : List.of(profile + " NotMade[passing=false, reason=" + code + "]"));
  }

  @Test
  void console_refused_hasTheAdviceApart() {
    assertThat(post("/v1/profiles/chain/console", "{'duration':'3600'}").json().get("remedy").asText())
        .isEqualTo("Leave the duration out.");
    assertThat(post("/v1/profiles/chain/switch-role", "{}").json().get("remedy").asText())
        .isEqualTo("Use 'broker console' without --switch-role, which signs in with the role's session.");
    assertThat(post("/v1/profiles/demo/console", "{'duration':'60'}").json().has("remedy")).isFalse();
  }

  @Test
  void console_sessionThatCannotBeHad_isTheUsualRefusal() {
    control.sessions.failure = Failure.of(FailureReason.MFA_NEEDED, "GetSessionToken", "A code is needed.",
        "");
    assertThat(post("/v1/profiles/demo/console", "{}").json().get("code").asText()).isEqualTo("MfaRequired");
  }

  @Test
  void console_lockThatComesWhileTheSessionIsFetched_getsNoLink() {
    control.sessions.pending = new CompletableFuture<>();
    var channel = control.connect();
    assertThat(send(channel, "/v1/profiles/demo/console", "{}").status()).isZero();
    control.broker.lock().lock(control.time.instant());
    control.sessions.pending.complete(FakeSessions.sample(Objects.requireNonNull(
        control.broker.keyOf(new ProfileName("demo")))));
    channel.runPendingTasks();
    assertThat(ControlFixture.reply(channel).json().get("code").asText()).isEqualTo("Locked");
  }

  @Test
  void console_lockThatComesWhileTheLinkIsMade_keepsTheLink() throws Exception {
    try (var federation = new HttpStub(_ -> {
      control.broker.lock().lock(control.time.instant());
      return new HttpStub.Answer(200, List.of(), "{\"SigninToken\":\"canary-link\"}");
    })) {
      var answer = endpoint(federation).answer(new Call(new ProfileName("demo"), Answer.object(),
          control.connect())).toCompletableFuture().join();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("Locked").doesNotContain("canary");
      assertThat(control.signIns).containsExactly("demo NotMade[passing=false, reason=Locked]");
    }
  }

  private ConsoleEndpoint endpoint(HttpStub federation) {
    return new ConsoleEndpoint(control.broker,
        new ConsoleLinks(new HttpCalls(Runnable::run, new EnvironmentProxies(Map.of(), null),
            new SystemTimers()), federation.uri()),
        (_, profile, outcome) -> control.signIns.add(profile + " " + outcome));
  }

  @Test
  void switchRole_role_isALinkWithPathAndName() {
    var reply = post("/v1/profiles/demo/switch-role", "{'displayName':'Demo','color':'#99BCE3'}");
    assertThat(reply.json().get("url").asText()).isEqualTo("https://signin.aws.amazon.com/switchrole"
        + "?account=111122223333&roleName=team/demo&displayName=Demo&color=99BCE3");
  }

  @Test
  void switchRole_otherPartition_isAtItsOwnHost() {
    assertThat(post("/v1/profiles/china/switch-role", "{}").json().get("url").asText())
        .startsWith("https://signin.amazonaws.cn/switchrole?");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      chain  | {}                | 409 | external id
      long   | {}                | 409 | 64
      keys   | {}                | 409 | assumes no role
      demo   | {'color':'green'} | 400 | no colour
      nobody | {}                | 404 | no profile 'nobody'
      old    | {}                | 422 | No such thing
      """)
  void switchRole_whatCannotBe_saysWhy(String profile, String body, int status, String said) {
    var reply = post("/v1/profiles/" + profile + "/switch-role", body);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().get("message").asText()).containsIgnoringCase(said);
  }

  private ControlFixture.Reply post(String path, String body) {
    return send(control.connect(), path, body);
  }

  private ControlFixture.Reply send(EmbeddedChannel channel, String path, String body) {
    String json = body.replace('\'', '"');
    return control.send(channel, "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + json.length() + "\r\n\r\n" + json);
  }

  private static ProfileCatalog.Servable servable(Recipe recipe) {
    return new ProfileCatalog.Servable(recipe, false, List.of());
  }

  private static Recipe assume(Recipe base, String arn, @Nullable String externalId) {
    return new Recipe.AssumeRole(base, arn, new AssumeRoleOptions("alice", Duration.ofHours(1), externalId),
        STS);
  }
}
