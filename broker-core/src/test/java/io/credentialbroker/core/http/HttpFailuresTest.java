package io.credentialbroker.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFailuresTest {
  private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

  static Stream<Arguments> errors() {
    var unresolved = new ConnectException("canary");
    unresolved.initCause(new UnresolvedAddressException());
    return Stream.of(Arguments.of(new HttpTimeoutException("canary"), "did not answer in time"),
        Arguments.of(new SSLHandshakeException("canary"), "TLS connection"),
        Arguments.of(new UnknownHostException("canary"), "could not be resolved"),
        Arguments.of(unresolved, "could not be resolved"),
        Arguments.of(new ConnectException("canary"), "No connection"),
        Arguments.of(new IOException("canary"), "broke off"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void of_anIoError_isUnreachableInItsOwnWords(IOException error, String words) {
    Failure failure = HttpFailures.of("step", "STS", error);
    assertThat(failure.reason()).isEqualTo(FailureReason.UNREACHABLE);
    assertThat(failure.message()).contains(words, "STS");
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @MethodSource("errors")
  void ofService_anIoError_isTheSame_andANameThatIsNotKnownMayBeThatOfNoRegion(IOException error,
      String words) {
    Failure plain = HttpFailures.of("step", "STS in eu-centrl-1", error);
    Failure failure = HttpFailures.ofService("step", "STS in eu-centrl-1", error);
    assertThat(failure.reason()).isEqualTo(plain.reason());
    assertThat(failure.message()).isEqualTo(plain.message()).contains(words);
    assertThat(plain.remedy()).doesNotContain("region");
    if (words.equals("could not be resolved")) {
      assertThat(failure.remedy()).contains("the network", "the name of the region",
          "'broker doctor PROFILE'",
          "tries again by itself.");
    } else {
      assertThat(failure.remedy()).isEqualTo(plain.remedy());
    }
  }

  @ParameterizedTest
  @CsvSource({ "0,PT0S", "7,PT7S", "' 30 ',PT30S", "999999,PT1H", "'Sat, 21 Nov 2026 20:00:09 GMT',PT9S"})
  void retryAfter_secondsOrADate_isTakenUpToAnHour(String header, Duration expected) {
    assertThat(HttpFailures.retryAfter(header, NOW)).contains(expected);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = { "", "soon", "-1", "99999999999999999999", "Sat, 21 Nov 2026 19:59:59 GMT"})
  void retryAfter_anythingElse_isNothing(@Nullable String header) {
    assertThat(HttpFailures.retryAfter(header, NOW)).isEmpty();
  }
}
