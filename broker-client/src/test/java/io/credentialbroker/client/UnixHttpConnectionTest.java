package io.credentialbroker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.credentialbroker.client.BrokerException.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong on a socket, and that each ends soon and with words. */
final class UnixHttpConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir
  private Path folder;

  @Test
  void open_nothingThere_isNoDaemon() {
    var failure = failure(() -> UnixHttpConnection.open(folder.resolve("x.sock"), LONG));

    assertThat(failure.kind()).isEqualTo(Kind.NO_DAEMON);
    assertThat(failure).hasMessageContaining("no brokerd is running").hasMessageContaining("x.sock");
  }

  @Test
  void open_socketOfADeadDaemon_isNoDaemon() throws IOException {
    Path socket = folder.resolve("x.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    }

    var failure = failure(() -> UnixHttpConnection.open(socket, LONG));
    assertThat(failure.kind()).isEqualTo(Kind.NO_DAEMON);
    assertThat(failure).hasMessageContaining("left behind");
  }

  @Test
  void open_fileThatIsNoSocket_isNoDaemon() throws IOException {
    Path file = Files.writeString(folder.resolve("x.sock"), "text");

    assertThat(failure(() -> UnixHttpConnection.open(file, LONG)).kind()).isEqualTo(Kind.NO_DAEMON);
  }

  @Test
  void open_pathTooLong_saysWhichVariableToShorten() {
    var failure = failure(() -> UnixHttpConnection.open(folder.resolve("x".repeat(120)), LONG));

    assertThat(failure.kind()).isEqualTo(Kind.LOCAL);
    assertThat(failure.hint()).contains("CREDENTIAL_BROKER_RUNTIME_DIR");
  }

  @Test
  void open_backlogFull_endsAtTheDeadline() throws Exception {
    Path socket = folder.resolve("x.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket), 1);

      var failure = failure(() -> {
        for (int i = 0; i < 64; i++) {
          UnixHttpConnection.open(socket, Duration.ofMillis(200));
        }
      });
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void exchange_noAnswer_endsAtTheDeadline() throws Exception {
    try (var broker = FakeBroker.at(folder.resolve("x.sock")).onRaw("GET /", FakeBroker.HANG);
        var connection = UnixHttpConnection.open(broker.socket(), Duration.ofMillis(200))) {
      var failure = failure(() -> connection.exchange("GET", "/", false, 100));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining("within 0.2 s");
    }
  }

  @Test
  void exchange_halfAnAnswerThenSilence_endsAtTheDeadline() throws Exception {
    String half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345";
    // Without "Connection: close" the server keeps the connection open after what it was told to write.
    try (var broker = FakeBroker.at(folder.resolve("x.sock")).onRaw("GET /", half);
        var connection = UnixHttpConnection.open(broker.socket(), Duration.ofMillis(200))) {
      assertThat(failure(() -> connection.exchange("GET", "/", true, 100)).kind())
          .isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void exchange_hungUpWithoutAnswer_namesTheUser() throws Exception {
    var failure = answered("");

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.hint()).contains("same user");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      SSH-2.0-OpenSSH\\r\\n\\r\\n                                                    | not HTTP/1.1
      HTTP/2 200\\r\\n\\r\\n                                                         | not HTTP/1.1
      HTTP/1.1 2000 OK\\r\\n\\r\\n                                                   | not HTTP/1.1
      HTTP/1.1 200 OK\\r\\n\\r\\n{}                                                  | does not say its length
      HTTP/1.1 200 OK\\r\\nContent-Length: -1\\r\\n\\r\\n                            | does not say its length
      HTTP/1.1 200 OK\\r\\nContent-Length: 99999999999\\r\\n\\r\\n                   | does not say its length
      HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 2\\r\\n\\r\\n{}| does not say its length
      HTTP/1.1 200 OK\\r\\nContent-Length: 101\\r\\n\\r\\n                           | would be 101 bytes
      HTTP/1.1 200 OK\\r\\nContent-Length: 4294967300\\r\\n\\r\\n                    | would be 4294967300 bytes
      HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\ncontent-length: 2\\r\\n\\r\\n{}    | two lengths
      HTTP/1.1 200 OK\\r\\nno colon\\r\\nContent-Length: 2\\r\\n\\r\\n{}             | has no name
      HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\n{}                           | ended after 2 of 5 bytes
      HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\n{}                           | longer than it says
      HTTP/1.1 200 OK\\r\\nContent-Le                                                | middle of its headers
      """)
  void exchange_answerThatIsNone_saysWhatIsWrongWithIt(String answer, String expected) throws Exception {
    var failure = answered(answer.replace("\\r", "\r").replace("\\n", "\n"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure).hasMessageContaining(expected);
  }

  @Test
  void exchange_endlessHeaders_stopsReading() throws Exception {
    assertThat(answered("HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000))).hasMessageContaining("16384 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = { 0, 1, 100})
  void exchange_goodAnswer_isReadWhole(int length) throws Exception {
    String body = "x".repeat(length);
    try (var broker = FakeBroker.at(folder.resolve("x.sock")).on("GET /", 200, body);
        var connection = UnixHttpConnection.open(broker.socket(), LONG)) {
      HttpAnswer answer = connection.exchange("GET", "/", false, 100);

      assertThat(answer.body()).asString().isEqualTo(body);
      assertThat(answer.header("broker-api")).isEqualTo("1");
      assertThat(answer.isSuccess()).isTrue();
    }
  }

  @Test
  void toString_ofAnAnswer_doesNotShowTheBody() throws Exception {
    try (var broker = FakeBroker.at(folder.resolve("x.sock")).on("GET /", 200, "{\"Token\":\"canary\"}");
        var connection = UnixHttpConnection.open(broker.socket(), LONG)) {
      assertThat(connection.exchange("GET", "/", false, 100)).asString().doesNotContain("canary");
    }
  }

  private BrokerException answered(String bytes) throws Exception {
    try (var broker = FakeBroker.at(folder.resolve("x.sock")).onRaw("GET /", bytes);
        var connection = UnixHttpConnection.open(broker.socket(), LONG)) {
      return failure(() -> connection.exchange("GET", "/", false, 100));
    }
  }

  private static BrokerException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var failure = catchThrowableOfType(BrokerException.class, call);
    assertThat(failure).isNotNull();
    return failure;
  }
}
