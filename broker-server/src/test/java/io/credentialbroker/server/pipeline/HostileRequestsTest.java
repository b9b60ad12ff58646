package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The oracle for every input: at most one answer to a request, never the credentials without the exact token, and
 * no exception that nobody caught.
 */
final class HostileRequestsTest {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 \\d{3} ");

  private final TestBroker test = TestBroker.serving("dev", "a b");
  private final TestGate gate = new TestGate(test, Limits.DEFAULTS, test.time);

  /** Every answer to these bytes, on a connection that is then closed. */
  private String exchange(String request) {
    var connection = new EmbeddedGate(gate.tcp());
    String received = connection.send(request);
    connection.hangUp();
    connection.channel.checkException();
    return received + connection.received();
  }

  private static long answers(String received) {
    return STATUS_LINE.matcher(received).results().count();
  }

  @Test
  void requests_malformed_areRefusedOnceEachAndTheConnectionIsOver() {
    List<String> malformed = MalformedRequests.with(gate.token);
    assertThat(malformed).hasSizeGreaterThanOrEqualTo(500);
    for (String request : malformed) {
      String received = exchange(request);
      assertThat(answers(received)).as(request).isLessThanOrEqualTo(1);
      assertThat(received).as(request).doesNotContain("200 OK").doesNotContain(TestBroker.SECRET_KEY);
    }
    assertThat(test.sessions.asked()).isZero();
  }

  @Test
  void requests_valid_areAnsweredWithCredentials() {
    assertThat(ValidRequests.with(gate.token)).hasSize(20).allSatisfy(request -> assertThat(exchange(request))
        .startsWith("HTTP/1.1 200 OK\r\n"));
  }

  @Test
  void requests_truncatedAnywhere_areNeverAnsweredWithCredentials() {
    for (String request : ValidRequests.with(gate.token)) {
      for (int length = 0; length < request.length(); length++) {
        String received = exchange(request.substring(0, length));
        assertThat(answers(received)).isLessThanOrEqualTo(1);
        assertThat(received).doesNotContain("200 OK").doesNotContain(TestBroker.SECRET_KEY);
      }
    }
  }

  @Test
  void requests_withAnySingleBitFlipped_areNeverAnsweredWithCredentialsUnlessTheTokenIsWhole() {
    for (String request : ValidRequests.with(gate.token)) {
      byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
      for (int bit = 0; bit < bytes.length * 8; bit++) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        check(new String(bytes, StandardCharsets.ISO_8859_1));
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
  }

  @Test
  void requests_slicedInThreeAnywhere_getTheAnswerOfTheWhole() {
    for (String request : ValidRequests.with(gate.token)) {
      String whole = exchange(request);
      for (int cut = 1; cut < request.length() - 1; cut++) {
        var connection = new EmbeddedGate(gate.tcp());
        String received = connection.send(request.substring(0, cut))
            + connection.send(request.substring(cut, cut
                + 1))
            + connection.send(request.substring(cut + 1));
        assertThat(received).isEqualTo(whole);
        connection.hangUp();
      }
    }
  }

  @Test
  void requests_randomlyMangled_keepTheOracle() {
    var random = new Random(20261121);
    List<String> seeds = ValidRequests.with(gate.token);
    List<String> bad = MalformedRequests.with(gate.token);
    for (int i = 0; i < 20_000; i++) {
      var request = new StringBuilder(random.nextBoolean()
          ? seeds.get(random.nextInt(seeds.size()))
          : bad.get(random.nextInt(bad.size())));
      for (int edits = random.nextInt(4); edits >= 0 && !request.isEmpty(); edits--) {
        int at = random.nextInt(request.length());
        switch (random.nextInt(5)) {
          case 0 -> request.setCharAt(at, (char) random.nextInt(256));
          case 1 -> request.deleteCharAt(at);
          case 2 -> request.insert(at, (char) random.nextInt(256));
          case 3 -> request.insert(at, "\r\n");
          default -> request.insert(at, request.substring(at, Math.min(request.length(), at + random.nextInt(
              40))));
        }
      }
      check(request.toString());
    }
  }

  private void check(String request) {
    new AnswerOracle(gate.token).check(request, exchange(request));
  }
}
