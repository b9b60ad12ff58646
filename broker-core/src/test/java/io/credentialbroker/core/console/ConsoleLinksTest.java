package io.credentialbroker.core.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.iam.AwsPartition;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.time.SystemTimers;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConsoleLinksTest {
  private static final URI PAGE = URI.create("https://console.aws.amazon.com/s3/home?region=eu-west-1");
  private static final Credentials SESSION = new Credentials("ASIAEXAMPLE", Secret.of("canary/secret+"),
      Secret.of("canary token"), Instant.parse("2026-01-01T01:00:00Z"), "111122223333", null);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final SystemTimers timers = new SystemTimers();
  private final HttpCalls http = new HttpCalls(executor, new EnvironmentProxies(Map.of(), null), timers);

  @AfterEach
  void close() {
    http.close();
    timers.close();
    executor.shutdownNow();
  }

  @Test
  void signIn_sessionTaken_isALinkWithTheToken() throws Exception {
    try (var endpoint = answering(200, "{\"SigninToken\":\"a/b+c\"}")) {
      Secret link = link(endpoint, Duration.ofHours(1));

      assertThat(link.reveal()).isEqualTo(endpoint.uri() + "/federation?Action=login&Issuer=credential-broker"
          + "&Destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%2Fhome%3Fregion%3Deu-west-1&SigninToken=a%2Fb%2Bc");
      String asked = URLDecoder.decode(endpoint.next().target(), StandardCharsets.UTF_8);
      assertThat(asked).startsWith("/federation?Action=getSigninToken&SessionDuration=3600&Session={")
          .contains("\"sessionId\":\"ASIAEXAMPLE\"", "\"sessionKey\":\"canary/secret+\"",
              "\"sessionToken\":\"canary token\"");
    }
  }

  @ParameterizedTest
  @CsvSource({ "400,INVALID_PARAMETER", "403,INVALID_PARAMETER", "302,UPSTREAM_ERROR", "500,UPSTREAM_ERROR",
      "200,MALFORMED_ANSWER", "429,THROTTLED"})
  void signIn_otherAnswer_isAFailureThatQuotesNothing(int status, FailureReason reason) throws Exception {
    try (var endpoint = answering(status, "canary page")) {
      assertThatThrownBy(() -> link(endpoint, null)).isInstanceOf(CompletionException.class)
          .hasMessageNotContaining("canary").cause()
          .isInstanceOfSatisfying(FailureException.class,
              it -> assertThat(it.failure().reason()).isEqualTo(reason));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "<html><body>Rate exceeded</body></html>", "{\"code\":\"Throttling\"}"})
  void signIn_throttled_isThatAndMayBeTriedAgain(String page) throws Exception {
    try (var endpoint = answering(400, page)) {
      assertThatThrownBy(() -> link(endpoint, null)).cause().isInstanceOfSatisfying(FailureException.class,
          it -> {
            assertThat(it.failure().reason()).isEqualTo(FailureReason.THROTTLED);
            assertThat(it.failure().recoverable()).isTrue();
          });
    }
  }

  @Test
  void signIn_nobodyAnswers_isUnreachableAndQuotesNothing() throws Exception {
    var gone = answering(200, "");
    gone.close();
    assertThatThrownBy(() -> link(gone, null)).hasMessageNotContaining("canary").cause()
        .isInstanceOfSatisfying(FailureException.class,
            it -> assertThat(it.failure().reason()).isEqualTo(FailureReason.UNREACHABLE));
  }

  @Test
  void signIn_durationOutOfRange_callsNobody() throws Exception {
    try (var endpoint = answering(200, "")) {
      assertThatThrownBy(() -> link(endpoint, Duration.ofHours(13)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(endpoint.waiting()).isZero();
    }
  }

  private Secret link(HttpStub endpoint, @Nullable Duration duration) {
    return new ConsoleLinks(http, endpoint.uri().resolve("/federation"))
        .signIn(SESSION, AwsPartition.AWS, PAGE, duration).join();
  }

  private static HttpStub answering(int status, String body) {
    return new HttpStub(_ -> new HttpStub.Answer(status, List.of(), body));
  }
}
