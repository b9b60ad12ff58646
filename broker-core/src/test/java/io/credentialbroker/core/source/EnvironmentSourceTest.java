package io.credentialbroker.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentSourceTest {
  private final Workshop workshop = new Workshop();
  private final Map<String, String> environment = new HashMap<>(
      Map.of("AWS_ACCESS_KEY_ID", "AKIAENV", "AWS_SECRET_ACCESS_KEY", " canarySecret "));

  @AfterEach
  void end() {
    workshop.close();
  }

  @Test
  void fetch_keys_areLongTerm() {
    assertThat(Outcomes.of(fetch()))
        .isEqualTo(new Credentials("AKIAENV", Secret.of("canarySecret"), null, null, null, null));
  }

  @Test
  void fetch_everyVariable_isTaken() {
    environment.put("AWS_SESSION_TOKEN", "canaryToken");
    environment.put("AWS_ACCOUNT_ID", "123456789012");
    environment.put("AWS_CREDENTIAL_EXPIRATION", "2026-01-01T06:00:00Z");
    assertThat(Outcomes.of(fetch())).isEqualTo(new Credentials("AKIAENV", Secret.of("canarySecret"),
        Secret.of("canaryToken"), Instant.parse("2026-01-01T06:00:00Z"), "123456789012", null));
  }

  @ParameterizedTest
  @CsvSource({ "AWS_ACCESS_KEY_ID,", "AWS_SECRET_ACCESS_KEY,", "AWS_ACCESS_KEY_ID,' '",
      "AWS_SECRET_ACCESS_KEY,' '"})
  void fetch_aMissingVariable_isNamed(String variable, String value) {
    environment.put(variable, value == null ? "" : value);
    Failure failure = Outcomes.failureOf(fetch());
    assertThat(failure.reason()).isEqualTo(FailureReason.LOCAL_CONFIGURATION);
    assertThat(failure.message()).startsWith(variable + " is not set").doesNotContain("canary");
  }

  @Test
  void fetch_expired_saysSo() {
    environment.put("AWS_CREDENTIAL_EXPIRATION", "2026-01-01T00:00:00Z");
    assertThat(Outcomes.failureOf(fetch()).reason()).isEqualTo(FailureReason.EXPIRED_INPUT);
  }

  @Test
  void fetch_expirationThatIsNoTime_saysSo() {
    environment.put("AWS_CREDENTIAL_EXPIRATION", "tomorrow");
    assertThat(Outcomes.failureOf(fetch()).message()).contains("AWS_CREDENTIAL_EXPIRATION");
  }

  private CompletableFuture<Credentials> fetch() {
    var surroundings = workshop.with(environment);
    return new LocalSources(surroundings, new Commands(surroundings)).environment(new Recipe.Environment())
        .fetch(Urgency.CALLER_WAITS);
  }
}
