package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.core.profile.Vectors;
import io.credentialbroker.core.session.SimulatedClient.Answer;
import io.credentialbroker.core.session.SimulatedClient.Need;
import io.credentialbroker.core.session.SimulatedClient.Outcome;
import io.credentialbroker.core.session.SimulatedClient.Resilient;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The simulated client is the one that the AWS SDKs have published the cases for. */
class ResilientClientVectorsTest {
  private static final long NOW = 1_800_000_000_000L;

  @TestFactory
  Stream<DynamicTest> resilientClient_publishedCase_behavesAsPublished() {
    var cases = Vectors.of("aws-sdk-ruby/resilient_refreshing_credentials_tests.json");
    assertThat(cases).hasSizeGreaterThanOrEqualTo(24);
    return cases.stream().map(one -> DynamicTest.dynamicTest(one.get("id").asText(), () -> run(one)));
  }

  private static void run(JsonNode one) {
    JsonNode given = one.get("given");
    var client = new Resilient(new Random(1), seconds(given, "refreshBackoffSeconds"),
        seconds(given, "configuredAdvisoryWindowSeconds"));
    long now = NOW;
    String first = given.path("accessKeyId").asText("AKID-1");
    long left = switch (given.get("cachedCredentials").asText()) {
      case "valid" -> 3_000_000;
      case "advisory" -> 600_000;
      case "mandatory" -> 30_000;
      case "expired" -> -1_000;
      default -> Long.MIN_VALUE;
    };
    if (left != Long.MIN_VALUE) {
      client.hold(new Answer.Given(first, now + left), now + left - 3_600_000);
    }
    int fetched = 0;
    for (JsonNode step : one.get("steps")) {
      switch (step.get("type").asText()) {
        case "advanceTime" -> now += step.get("seconds").asLong() * 1_000;
        case "invalidate" -> client.invalidate(step.get("rejectedAccessKeyId").asText());
        case "getCredentials" -> check(client, step, "AKID-new-" + fetched++, now);
        default -> throw new AssertionError("a step of an unknown type: " + step);
      }
    }
  }

  private static void check(Resilient client, JsonNode step, String fresh, long now) {
    JsonNode expected = step.get("expected");
    Answer.@Nullable Given before = client.held;
    Need need = client.need(now);
    assertThat(need == Need.CONTACT).as("contacted in %s", step)
        .isEqualTo(expected.get("sourceContacted").asBoolean());
    assertThat(need == Need.RATE_LIMITED).as("rate-limited in %s", step)
        .isEqualTo(expected.get("rateLimited").asBoolean());
    Outcome outcome = need == Need.CONTACT
        ? client.answered(answer(step, fresh, now), now)
        : client.unasked(need, now);
    switch (expected.get("result").asText()) {
      case "cachedCredentials" -> {
        assertThat(outcome).isNotEqualTo(Outcome.FAILED);
        assertThat(client.held).isSameAs(before).isNotNull();
      }
      case "newCredentials" -> {
        assertThat(outcome).isEqualTo(Outcome.SIGNED);
        assertThat(client.held).isNotNull().extracting(Answer.Given::accessKeyId).isEqualTo(fresh);
      }
      case "noCredentialsError", "nonRecoverableError" -> assertThat(outcome).isEqualTo(Outcome.FAILED);
      default -> throw new AssertionError("an unknown result: " + expected);
    }
    if (expected.has("advisoryWindowSeconds")) {
      assertThat(client.windowMs()).isEqualTo(expected.get("advisoryWindowSeconds").asLong() * 1_000);
    }
  }

  private static Answer answer(JsonNode step, String fresh, long now) {
    return switch (step.get("response").asText()) {
      case "freshCredentials" ->
        new Answer.Given(fresh, now + step.path("lifetimeSeconds").asLong(3_600) * 1_000);
      case "staleCredentials" -> new Answer.Given(fresh, now - 1_000);
      case "error" -> new Answer.Unavailable();
      case "nonRecoverableError" -> new Answer.Refused();
      default -> throw new AssertionError("an unknown response: " + step);
    };
  }

  private static @Nullable Long seconds(JsonNode given, String key) {
    return given.has(key) ? given.get(key).asLong() * 1_000 : null;
  }
}
