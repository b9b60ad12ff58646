package io.credentialbroker.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.HttpStub.Answer;
import io.credentialbroker.core.fixtures.HttpStub.Reply;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.profile.TokenSource;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final String STEP = "AssumeRoleWithWebIdentity x";

  @TempDir
  private Path folder;

  private final Workshop workshop = new Workshop();
  private Reply reply = new Answer(200, List.of(), "{\"value\":\"canary.git.hub\",\"count\":7}");
  private final HttpStub stub = new HttpStub(_ -> reply);
  private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin",
      "ACTIONS_ID_TOKEN_REQUEST_URL", stub.uri() + "/token?api-version=2", "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
      "canaryBearer"));

  @AfterEach
  void end() throws IOException {
    stub.close();
    workshop.close();
  }

  @Test
  void file_isReadAnewAtEachCall() throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, "canary.first.token\n");
    assertThat(Outcomes.of(token(new TokenSource.File(file)))).isEqualTo(Secret.of("canary.first.token"));
    Files.writeString(file, "canary.second.token");
    assertThat(Outcomes.of(token(new TokenSource.File(file)))).isEqualTo(Secret.of("canary.second.token"));
  }

  @Test
  void file_ofTheLongestLength_isTaken() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "x".repeat(20_000));
    assertThat(Outcomes.of(token(new TokenSource.File(file))).reveal()).hasSize(20_000);
  }

  @Test
  void file_tooLong_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "x".repeat(20_001));
    assertThat(Outcomes.failureOf(token(new TokenSource.File(file))).message()).contains(file.toString(),
        "20000");
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "\n", "  abc  "})
  void file_emptyOrTooShort_isRefused(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), content);
    assertThat(Outcomes.failureOf(token(new TokenSource.File(file))).message())
        .contains("in " + file + " is empty or too short");
  }

  @Test
  void file_missing_isNamed() {
    Failure failure = Outcomes.failureOf(token(new TokenSource.File(folder.resolve("nowhere"))));
    assertThat(failure.reason()).isEqualTo(FailureReason.LOCAL_CONFIGURATION);
    assertThat(failure.message()).contains("there is no file " + folder.resolve("nowhere"));
    assertThat(failure.step()).isEqualTo(STEP);
  }

  @Test
  void file_aFolder_isNamed() {
    assertThat(Outcomes.failureOf(token(new TokenSource.File(folder))).message()).contains(folder.toString());
  }

  @Test
  void command_itsOutput_isTheToken() {
    assertThat(Outcomes.of(token(new TokenSource.Command("printf 'canary.%s.token\\n' command"))))
        .isEqualTo(Secret.of("canary.command.token"));
  }

  @Test
  void command_failing_isTold() {
    assertThat(Outcomes.failureOf(token(new TokenSource.Command("false"))).message()).contains("exit code 1");
  }

  @Test
  void gitHub_inAJob_asksForTheAudienceWithTheBearer() throws Exception {
    assertThat(Outcomes.of(token(new TokenSource.GitHubActions("sts.amazonaws.com"))))
        .isEqualTo(Secret.of("canary.git.hub"));
    var request = stub.next();
    assertThat(request.target()).isEqualTo("/token?api-version=2&audience=sts.amazonaws.com");
    assertThat(request.headers()).containsEntry("authorization", "Bearer canaryBearer");
  }

  @ParameterizedTest
  @ValueSource(strings = { "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"})
  void gitHub_outsideOfAJob_namesTheVariable(String variable) {
    environment.remove(variable);
    Failure failure = Outcomes.failureOf(token(new TokenSource.GitHubActions("a")));
    assertThat(failure.message()).startsWith(variable + " is not set");
    assertThat(failure.remedy()).contains("id-token: write");
  }

  @Test
  void gitHub_aBearerThatIsNoHeaderValue_isNotQuoted() {
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "canary\nX: y");
    assertThat(Outcomes.failureOf(token(new TokenSource.GitHubActions("a"))).toString())
        .doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "{}", "{\"value\":7}", "canary"})
  void gitHub_nonsense_isMalformed(String body) {
    reply = new Answer(200, List.of(), body);
    Failure failure = Outcomes.failureOf(token(new TokenSource.GitHubActions("a")));
    assertThat(failure.reason()).isEqualTo(FailureReason.MALFORMED_ANSWER);
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @Test
  void gitHub_refusal_isTold() {
    reply = new Answer(401, List.of(), "{\"message\":\"expired\"}");
    assertThat(Outcomes.failureOf(token(new TokenSource.GitHubActions("a"))).message()).contains("401",
        "expired");
  }

  @Test
  void terraform_plainAndTagged_areDifferentVariables() {
    environment.put("TFC_WORKLOAD_IDENTITY_TOKEN", "canary.plain.token");
    environment.put("TFC_WORKLOAD_IDENTITY_TOKEN_PROD", "canary.tagged.token");
    assertThat(Outcomes.of(token(new TokenSource.HcpTerraform(null))))
        .isEqualTo(Secret.of("canary.plain.token"));
    assertThat(Outcomes.of(token(new TokenSource.HcpTerraform("PROD"))))
        .isEqualTo(Secret.of("canary.tagged.token"));
  }

  @Test
  void terraform_outsideOfARun_namesBothVariables() {
    Failure failure = Outcomes.failureOf(token(new TokenSource.HcpTerraform("PROD")));
    assertThat(failure.message()).startsWith("TFC_WORKLOAD_IDENTITY_TOKEN_PROD is not set");
    assertThat(failure.remedy()).contains("TFC_WORKLOAD_IDENTITY_AUDIENCE_PROD");
  }

  private CompletableFuture<Secret> token(TokenSource source) {
    var surroundings = workshop.with(environment, folder, MfaCodes.NONE);
    return new Tokens(surroundings, new Commands(surroundings)).webIdentity(STEP, source);
  }
}
