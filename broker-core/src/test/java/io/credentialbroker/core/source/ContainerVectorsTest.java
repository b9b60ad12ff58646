package io.credentialbroker.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.Vectors;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases that the SDKs for Rust and Ruby publish for container endpoints. */
@EnabledIfEnvironmentVariable(named = Vectors.FOLDER, matches = ".+", disabledReason = "it does not name the folder of the published test cases")
class ContainerVectorsTest {
  /** What Rust says, and what of it our own words have. */
  private static final Map<String, String> IN_OUR_WORDS = Map.of(
      "No environment variables were set to configure ECS provider",
      "No environment variables were set to configure the container endpoint", "URI did not specify a host",
      "has no host");

  @TempDir
  private Path folder;

  static List<JsonNode> rust() {
    return Vectors.of("smithy-rs/ecs-tests.json");
  }

  static List<JsonNode> rubyRequests() {
    return Vectors.of("aws-sdk-ruby/ecs_credentials_request.json");
  }

  static List<JsonNode> rubyResponses() {
    return Vectors.of("aws-sdk-ruby/ecs_credentials_response.json");
  }

  @ParameterizedTest
  @MethodSource("rust")
  void uri_ofRustsCases_isAsPublished(JsonNode given) {
    JsonNode result = given.get("result");
    if (result.has("Ok")) {
      assertThat(ContainerRequest.of("step", environment(given)).uri())
          .hasToString(result.get("Ok").textValue());
    } else {
      assertThat(refusal(environment(given)).message())
          .contains(IN_OUR_WORDS.get(result.get("ErrorContains").textValue()));
    }
  }

  @ParameterizedTest
  @MethodSource("rubyRequests")
  void request_ofRubysCases_isAsPublished(JsonNode given) throws IOException {
    Map<String, String> environment = environment(given);
    @Nullable
    JsonNode file = given.get("token_file");
    if (file != null) {
      Path path = folder.resolve("token");
      environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", path.toString());
      if (file.get("type").textValue().equals("success")) {
        Files.writeString(path, file.get("content").textValue());
      }
    }
    JsonNode expected = given.get("expect");
    if (expected.get("type").textValue().equals("success")) {
      var request = ContainerRequest.of("step", environment);
      assertThat(request.uri()).hasToString(expected.at("/request/uri").textValue());
      JsonNode token = expected.at("/request/headers/Authorization");
      assertThat(request.token())
          .isEqualTo(token.isMissingNode() ? null : Secret.of(token.textValue()));
    } else {
      String reason = expected.get("reason").textValue();
      assertThat(refusal(environment).message()).contains(
          reason.contains("token file") || reason.contains("authorization token")
              ? "there is no file"
              : reason.substring(reason.indexOf('1')));
    }
  }

  @ParameterizedTest
  @MethodSource("rubyResponses")
  void answer_ofRubysCases_isAsPublished(JsonNode given) throws IOException {
    JsonNode response = given.get("response");
    var headers = new ArrayList<String>();
    if (response.has("headers")) {
      response.get("headers").properties()
          .forEach(e -> headers.add(e.getKey() + ": " + e.getValue().textValue()));
    }
    var answer = new HttpStub.Answer(response.get("status").intValue(), headers,
        response.has("body") ? response.get("body").textValue() : "");
    try (var workshop = new Workshop(); var stub = new HttpStub(_ -> answer)) {
      workshop.time
          .jumpWall(Duration.between(workshop.time.instant(), Instant.parse("2023-06-29T23:00:00Z")));
      var source = new ContainerSource(
          workshop.with(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", stub.uri() + "/x")));
      var fetch = source.of(new Recipe.ContainerEndpoint()).fetch(Urgency.CALLER_WAITS);
      JsonNode expected = given.get("expect");
      if (expected.get("type").textValue().equals("success")) {
        assertThat(Outcomes.of(fetch)).isEqualTo(new Credentials("foo", Secret.of("bar"), Secret.of("baz"),
            Instant.parse("2023-06-30T00:00:00Z"), "qux", null));
      } else {
        Failure failure = Outcomes.failureOf(fetch);
        assertThat(failure.message()).contains(String.valueOf(answer.status()));
        assertThat(failure.upstreamCode()).isEqualTo(expected.at("/metadata/Code").textValue());
      }
    }
  }

  private static Failure refusal(Map<String, String> environment) {
    var thrown = Assertions.catchThrowableOfType(FailureException.class,
        () -> ContainerRequest.of("step", environment));
    assertThat(thrown.failure().reason()).isEqualTo(FailureReason.LOCAL_CONFIGURATION);
    return thrown.failure();
  }

  private static Map<String, String> environment(JsonNode given) {
    var environment = new HashMap<String, String>();
    given.get("env").properties().forEach(e -> environment.put(e.getKey(), e.getValue().textValue()));
    return environment;
  }
}
