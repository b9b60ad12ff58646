package io.credentialbroker.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.Vectors;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases that the SDK for Rust publishes for login sessions. */
@EnabledIfEnvironmentVariable(named = Vectors.FOLDER, matches = ".+", disabledReason = "it does not name the folder of the published test cases")
class LoginVectorsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir
  private Path cache;

  static List<JsonNode> rust() {
    return Vectors.of("smithy-rs/login-provider-test-cases.json");
  }

  @ParameterizedTest
  @MethodSource("rust")
  void credentials_ofRustsCases_areAsPublished(JsonNode given) throws Exception {
    for (var file : given.get("cacheContents").properties()) {
      MAPPER.writeValue(cache.resolve(file.getKey()).toFile(), file.getValue());
    }
    // The time at which the published answers were computed.
    var time = new ManualTime(Instant.parse("2025-11-19T00:00:00Z"));
    String config = given.get("configContents").textValue();
    String session = config.substring(config.indexOf("= ") + 2).strip();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        var http = new HttpCalls(executor, new EnvironmentProxies(Map.of(), null), time);
        var stub = new HttpStub(request -> answer(given, request))) {
      var environment = Map.of("AWS_LOGIN_CACHE_DIRECTORY", cache.toString(), "AWS_ENDPOINT_URL_SIGNIN",
          stub.uri().toString());
      try (var login = new LoginCalls(http, environment, Path.of("/"), executor, time)) {
        check(given, login.credentials(new Recipe.Login(session, "us-east-1")));
      }
    }
  }

  private void check(JsonNode given, CompletableFuture<Credentials> got) throws IOException {
    for (JsonNode outcome : given.get("outcomes")) {
      switch (outcome.get("result").textValue()) {
        case "credentials" -> assertThat(Outcomes.of(got)).isEqualTo(new Credentials(
            outcome.get("accessKeyId").textValue(), Secret.of(outcome.get("secretAccessKey").textValue()),
            Secret.of(outcome.get("sessionToken").textValue()),
            Instant.parse(outcome.get("expiresAt").textValue()), outcome.get("accountId").textValue(), null));
        case "cacheContents" -> {
          for (var file : outcome.properties()) {
            if (file.getKey().endsWith(".json")) {
              assertThat(MAPPER.readTree(Files.readString(cache.resolve(file.getKey()))))
                  .isEqualTo(file.getValue());
            }
          }
        }
        case "error" -> assertThat(Outcomes.failureOf(got).reason()).isEqualTo(FailureReason.SIGN_IN_NEEDED);
        default -> throw new AssertionError("an outcome of a new kind: " + outcome);
      }
    }
  }

  private static HttpStub.Reply answer(JsonNode given, HttpStub.Request request) {
    JsonNode call = given.at("/mockApiCalls/0");
    try {
      assertThat(request.method() + ' ' + request.target()).isEqualTo("POST /v1/token");
      assertThat(MAPPER.readTree(request.body())).isEqualTo(call.at("/request/tokenInput"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return call.has("responseCode")
        ? new HttpStub.Answer(call.get("responseCode").intValue(), List.of(), "{}")
        : new HttpStub.Answer(200, List.of("Content-Type: application/json"),
            call.at("/response/tokenOutput").toString());
  }
}
