package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.source.MfaCodes;
import io.credentialbroker.server.control.ControlFixture.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What to do about an error stands apart; that the message ends with it, {@link ControlFixture} asks of every error. */
class RemediesTest {
  @TempDir
  Path folder;
  private ControlFixture control;

  @BeforeEach
  void open() throws IOException {
    control = new ControlFixture(folder);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      GET  | environment | nobody  | 'broker status' lists the profiles.
      GET  | environment | old     | Mend it.
      GET  | environment | default | Add some.
      POST | exec        | nobody  | 'broker status' lists the profiles.
      POST | refresh     | nobody  | 'broker status' lists the profiles.
      POST | refresh     | old     | Mend it.
      POST | refresh     | default | Add some.
      POST | forget      | nobody  | 'broker status' lists the profiles.
      POST | doctor      | nobody  | 'broker status' lists the profiles.
      GET  | explain     | nobody  | Mend it.
      POST | console     | nobody  | 'broker status' lists the profiles.
      POST | console     | deploy  | Use a profile that assumes a role, or sign in as the user.
      POST | switch-role | nobody  | 'broker status' lists the profiles.
      POST | switch-role | old     | Mend it.
      POST | switch-role | deploy  | Use 'broker console' without --switch-role.
      """)
  void error_ofAProfile_hasItsAdviceAsRemedy(String method, String what, String profile, String remedy) {
    control.explanations.put("nobody", new Explanation(new ProfileName("nobody"),
        null, List.of(), ControlFixture.BROKEN, List.of(), ControlFixture.PLACES));
    assertRemedy(control.ask(method, "/v1/profiles/" + profile + '/' + what), remedy);
  }

  @ParameterizedTest
  @CsvSource({ "GET,/v1/nothing", "POST,/v1/status", "GET,/v1/profiles/%zz/environment"})
  void error_withoutAdvice_hasNoKeyForIt(String method, String path) {
    assertThat(control.ask(method, path).json().has("remedy")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({ "ACCESS_DENIED,Do this.", "LOCAL_CONFIGURATION,Do this.", "UNREACHABLE,Do this.",
      "SIGN_IN_NEEDED,Do this.", "MFA_NEEDED,Do this. Run: broker mfa deploy"})
  void refresh_thatFails_hasTheFailuresRemedy(FailureReason reason, String remedy) {
    control.sessions.failure = Failure.of(reason, "AssumeRole", "No.", "Do this.");
    assertRemedy(control.ask("POST", "/v1/profiles/deploy/refresh"), remedy);
  }

  @Test
  void environment_withoutTcp_hasWhatToWriteAsRemedy() {
    control.endpoint = null;
    assertRemedy(control.ask("GET", "/v1/profiles/deploy/environment"),
        "Give 'listen.tcp' in broker.toml an address, such as \"127.0.0.1:9780\", and restart brokerd.");
  }

  @Test
  void anyRequest_faultOfTheDaemon_leadsToItsLog() {
    control.sessions.pending = CompletableFuture.failedFuture(new IllegalStateException("canary"));
    assertRemedy(control.ask("POST", "/v1/profiles/deploy/refresh"), "Look into the daemon's log.");
    control.explanations.clear();
    var reply = control.ask("GET", "/v1/profiles/deploy/explain");
    assertThat(reply.status()).isEqualTo(500);
    assertRemedy(reply, "Look into its log.");
  }

  @Test
  void tokens_refused_haveWhatElseToDoAsRemedy() {
    post("/v1/tokens", "{\"name\":\"ci\"}");
    assertRemedy(post("/v1/tokens", "{\"name\":\"ci\"}"),
        "Take another name, or run 'broker token revoke ci' first.");
    assertRemedy(post("/v1/tokens/revoke", "{\"name\":\"none\"}"),
        "'broker token list' shows those there are.");
    while (control.tokens.clients().size() < ClientTokens.MOST_TOKENS) {
      control.tokens.add("other", Grant.EVERYTHING, TokenTerms.NONE);
    }
    var full = post("/v1/tokens", "{\"name\":\"more\"}");
    assertThat(full.json().get("code").asText()).isEqualTo("TooManyTokens");
    assertRemedy(full, ClientTokens.FULL.remedy());
  }

  @Test
  void tokens_fileThatCannotBeWritten_leadToIt() throws IOException {
    Files.writeString(folder.resolve("state"), "in the way");
    var reply = post("/v1/tokens", "{\"name\":\"ci\"}");
    assertThat(reply.json().get("code").asText()).isEqualTo("NotKept");
    assertThat(reply.json().get("remedy").asText()).isNotEmpty();
  }

  @Test
  void giveCode_turnedAway_hasAdviceWhereThereIsSome() {
    control.serveMfa();
    assertRemedy(give("nobody", "123456"), "'broker status' lists the profiles.");
    assertRemedy(give("old", "123456"), "Mend it.");
    assertThat(give("one", "12").json().has("remedy")).isFalse();
    assertThat(give("deploy", "123456").json().has("remedy")).isFalse();
    assertRemedy(post("/v1/mfa", "{\"serial\":\"arn:x\",\"code\":\"123456\"}"),
        "GET /v1/mfa lists the devices.");
  }

  @Test
  void giveCode_refused_hasTheNextCodeAsRemedyAndNotTheCommandThatWasJustUsed() {
    control.serveMfa();
    control.sessions.failure = Failure.of(FailureReason.MFA_NEEDED, "GetSessionToken", "Wrong.",
        MfaCodes.REMEDY);
    assertRemedy(give("one", "123456"), "Run 'broker mfa' again with the next code.");
  }

  private static void assertRemedy(Reply reply, String remedy) {
    assertThat(reply.status()).isGreaterThanOrEqualTo(400);
    assertThat(reply.json().path("remedy").asText()).isEqualTo(remedy);
  }

  private Reply give(String profile, String code) {
    return post("/v1/mfa", "{\"profile\":\"" + profile + "\",\"code\":\"" + code + "\"}");
  }

  private Reply post(String path, String body) {
    return control.send(control.connect(), "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
  }
}
