package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the decoder and the first gates make of the head of a request, byte by byte. */
final class HeadOfRequestTest {
  private final TestGate gate = new TestGate(TestBroker.serving("dev"), Limits.DEFAULTS,
      TestBroker.serving().time);

  private String ask(String request) {
    return new EmbeddedGate(gate.tcp()).send(request);
  }

  private String withHeader(String line) {
    return "GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1:9780\r\n" + line + "Authorization: "
        + gate.token
        + "\r\n\r\n";
  }

  private String withLine(String line) {
    return line + "Host: 127.0.0.1:9780\r\nAuthorization: " + gate.token + "\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "Accept: */*\r\n", "User-Agent: aws-sdk-java/2 \t x\r\n", "X-A:b\r\n",
      "X-A:  b  \r\n",
      "X-A:\r\n", "Connection: keep-alive\r\n", "Content-Length: 0\r\n", "Accept-Encoding: identity\r\n"})
  void request_headerThatIsWellFormed_isAnswered(String line) {
    assertThat(EmbeddedGate.status(ask(withHeader(line)))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = { "X-A: b\n", "X-A: b\r\r\n", "X-A: b\r", "X-A: b\u0000c\r\n", "X-A: \u0000\r\n",
      "X-A\u0000: b\r\n",
      "X-A : b\r\n", "X A: b\r\n", "X-A\t: b\r\n", ": b\r\n", "X-A\r\n", " X-A: b\r\n",
      "X-A: b\r\n folded\r\n",
      "X-A: b\r\n\tfolded\r\n", "X-A: b\r\n \r\n", "X-A: a\rb\r\n", "X-A: a\u000bb\r\n", "X-A: a\u001bb\r\n",
      "X-\u00e9: b\r\n", "X(A: b\r\n", "X/A: b\r\n", "\u007f: b\r\n", "X-A: \u007f\r\n", "X-A:\u000b b\r\n",
      "\u0000\r\n"})
  void request_headerThatIsNot_isBadRequestAndClosed(String line) {
    var embedded = new EmbeddedGate(gate.tcp());
    String answer = embedded.send(withHeader(line));

    assertThat(EmbeddedGate.status(answer)).isEqualTo(400);
    assertThat(answer).contains("Connection: close\r\n", "\"BadRequest\"");
    assertThat(embedded.channel.isOpen()).isFalse();
    assertThat(gate.test.sessions.asked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = { "GET  /v1/credentials/dev HTTP/1.1\r\n", "GET /v1/credentials/dev  HTTP/1.1\r\n",
      "GET\t/v1/credentials/dev HTTP/1.1\r\n", "GET /v1/credentials/dev\tHTTP/1.1\r\n",
      "GET\u000b/v1/credentials/dev HTTP/1.1\r\n", "GET /v1/credentials/dev\u000cHTTP/1.1\r\n",
      "GET\r/v1/credentials/dev HTTP/1.1\r\n", " GET /v1/credentials/dev HTTP/1.1\r\n",
      "\tGET /v1/credentials/dev HTTP/1.1\r\n", "\r\nGET /v1/credentials/dev HTTP/1.1\r\n",
      "\nGET /v1/credentials/dev HTTP/1.1\r\n", "GET /v1/credentials/dev HTTP/1.1 \r\n",
      "GET /v1/credentials/dev HTTP/1.1\n", "GET /v1/credentials/dev HTTP/1.1\r\r\n",
      "GET /v1/credentials/dev\r\n",
      "GET\r\n", "GET /v1/credentials/dev HTTP\r\n", "GET /v1/credentials/dev HTTP/1.1 x\r\n",
      "GET /v1/credentials/dev http/1.1\r\n", "GET /v1/credentials/dev HtTP/1.1\r\n",
      "GET /v1/credentials/dev HTTP/1,1\r\n",
      "GET /v1/credentials/dev HTTP/11\r\n", "GET /v1/credentials/dev HTTP/1.1.1\r\n",
      "GET /v1/cred entials/dev HTTP/1.1\r\n",
      "get /v1/credentials/dev HTTP/1.1\r\n", "\u0000GET /v1/credentials/dev HTTP/1.1\r\n",
      "G\u0000ET /v1/credentials/dev HTTP/1.1\r\n", "GE(T /v1/credentials/dev HTTP/1.1\r\n", "\r\n\r\n\r\n"})
  void request_requestLineThatIsNotOneOfThreeWordsAndTwoSpaces_isBadRequest(String line) {
    assertThat(EmbeddedGate.status(ask(withLine(line)))).isEqualTo(400);
    assertThat(gate.test.sessions.asked()).isZero();
  }

  static Stream<Arguments> otherRefusals() {
    return Stream.of(
        Arguments.of("GET /v1/credentials/dev HTTP/1.0\r\n", 505),
        Arguments.of("GET /v1/credentials/dev HTTP/2.0\r\n", 505),
        Arguments.of("GET /v1/credentials/dev HTTP/0.9\r\n", 505),
        Arguments.of("GET /v1/credentials/dev HTTP/1.2\r\n", 505),
        Arguments.of("POST /v1/credentials/dev HTTP/1.1\r\n", 405),
        Arguments.of("PUT /v1/credentials/dev HTTP/1.1\r\n", 405),
        Arguments.of("OPTIONS * HTTP/1.1\r\n", 405),
        Arguments.of("OPTIONS /v1/credentials/dev HTTP/1.1\r\n", 405),
        Arguments.of("CONNECT 127.0.0.1:9780 HTTP/1.1\r\n", 405),
        Arguments.of("TRACE /v1/credentials/dev HTTP/1.1\r\n", 405),
        Arguments.of("DELETE /v1/credentials/dev HTTP/1.1\r\n", 405),
        Arguments.of("ACL /v1/credentials/dev HTTP/1.1\r\n", 405),
        Arguments.of("ZAP /v1/credentials/dev HTTP/1.1\r\n", 405),
        Arguments.of("GETX /v1/credentials/dev HTTP/1.1\r\n", 405),
        Arguments.of("PRI * HTTP/2.0\r\n", 505),
        Arguments.of("GET http://127.0.0.1:9780/v1/credentials/dev HTTP/1.1\r\n", 400),
        Arguments.of("GET * HTTP/1.1\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\n", 404),
        Arguments.of("GET //v1/credentials/dev HTTP/1.1\r\n", 404),
        Arguments.of("GET /v1/credentials HTTP/1.1\r\n", 404),
        Arguments.of("GET /v1/credentials/ HTTP/1.1\r\n", 404),
        Arguments.of("GET /v1/credentials/dev/ HTTP/1.1\r\n", 404),
        Arguments.of("GET /v1/credentials/dev/x HTTP/1.1\r\n", 404),
        Arguments.of("GET /v1/./credentials/dev HTTP/1.1\r\n", 404),
        Arguments.of("GET /v1/x/../credentials/dev HTTP/1.1\r\n", 404),
        Arguments.of("GET /v1%2Fcredentials/dev HTTP/1.1\r\n", 404),
        Arguments.of("GET /V1/credentials/dev HTTP/1.1\r\n", 404),
        Arguments.of("GET /v1/credentials/dev?x=1 HTTP/1.1\r\n", 400),
        Arguments.of("GET /v1/credentials/dev? HTTP/1.1\r\n", 400),
        Arguments.of("GET /v1/credentials/dev#x HTTP/1.1\r\n", 400),
        Arguments.of("GET /v1/credentials/%zz HTTP/1.1\r\n", 400),
        Arguments.of("GET /v1/credentials/dev%00 HTTP/1.1\r\n", 400),
        Arguments.of("GET /v1/credentials/dev\u0000 HTTP/1.1\r\n", 400),
        Arguments.of("GET /v1/credentials/dev%0d%0aX:%20y HTTP/1.1\r\n", 400),
        Arguments.of("GET /v1/credentials/" + "a".repeat(2100) + " HTTP/1.1\r\n", 414));
  }

  @ParameterizedTest
  @MethodSource("otherRefusals")
  void request_wellFormedButNotOurs_isRefusedWithItsStatus(String line, int status) {
    assertThat(EmbeddedGate.status(ask(withLine(line)))).isEqualTo(status);
    assertThat(gate.test.sessions.asked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = { "Content-Length: 1\r\n", "Content-Length: 00\r\n",
      "Content-Length: 0\r\nContent-Length: 0\r\n",
      "Content-Length: 0, 0\r\n", "Content-Length: -1\r\n", "Content-Length: +0\r\n",
      "Content-Length: 0x0\r\n",
      "Content-Length:\r\n", "Content-Length: 18446744073709551616\r\n", "Content-Length: 0;\r\n",
      "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: identity\r\n",
      "Transfer-Encoding: \u000bchunked\r\n",
      "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", "Transfer-Encoding: x, chunked\r\n",
      "Transfer-Encoding: chunked, chunked\r\n", "Transfer-Encoding:\r\n", "transfer-encoding: CHUNKED\r\n",
      "Trailer: X\r\n"})
  void request_bodyInAnyFraming_isRefusedAndTheConnectionClosed(String line) {
    var embedded = new EmbeddedGate(gate.tcp());
    String answer = embedded.send(withHeader(line) + "0\r\n\r\n" + withHeader(""));

    assertThat(EmbeddedGate.status(answer)).isEqualTo(400);
    assertThat(embedded.channel.isOpen()).isFalse();
    assertThat(gate.test.sessions.asked()).isZero();
  }

  @Test
  void request_asManyHeadersAsAllowed_isAnsweredAndOneMoreIsNot() {
    assertThat(EmbeddedGate.status(ask(withHeader("X-A: b\r\n".repeat(62))))).isEqualTo(200);
    assertThat(EmbeddedGate.status(ask(withHeader("X-A: b\r\n".repeat(63))))).isEqualTo(431);
  }

  @Test
  void request_headersOfOverEightKib_areRefused() {
    assertThat(EmbeddedGate.status(ask(withHeader("X-A: " + "b".repeat(8000) + "\r\n")))).isEqualTo(200);
    assertThat(EmbeddedGate.status(ask(withHeader("X-A: " + "b".repeat(8200) + "\r\n")))).isEqualTo(431);
    assertThat(EmbeddedGate.status(ask(withHeader("X-A: b\r\n".repeat(2000))))).isEqualTo(431);
  }

  @Test
  void request_tokenInAnyOtherForm_isUnauthorized() {
    for (String value : List.of("", "Bearer " + gate.token, gate.token + "x", "\"" + gate.token + "\"",
        gate.token + " " + gate.token, gate.token.substring(1), "Basic eDp5", "\u00e9")) {
      String answer = ask("GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + value
          + "\r\n\r\n");
      assertThat(EmbeddedGate.status(answer)).as(value).isEqualTo(401);
    }
  }

  @Test
  void request_twoTokensEvenIfBothAreRight_isUnauthorized() {
    assertThat(EmbeddedGate.status(ask(withHeader("Authorization: " + gate.token + "\r\n")))).isEqualTo(401);
  }

  @Test
  void request_tokenInQueryOrPathOrOtherHeader_isNotLookedAt() {
    assertThat(ask("GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Aws-Token: " + gate.token
        + "\r\nProxy: x\r\n\r\n")).contains("\"TokenMissing\"");
  }

  @Test
  void request_ofAClientThatKnowsNoTokenFile_isToldOfTheOtherWay() {
    assertThat(ask("GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")).contains(
        "AWS CLI 2 before 2.13", "'credential_process = broker credential-process PROFILE'");
  }
}
