package io.credentialbroker.server.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.server.fixtures.RawClient;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.transport.Bound;
import io.credentialbroker.server.transport.OwnUser;
import io.credentialbroker.server.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The attacks again, on the same corpora, through real sockets and the real event loop. A client waits ten
 * seconds for an answer or an end: a connection that hangs fails its test.
 */
final class AttacksOverASocketTest {
  private static final int SEVERAL = 4;
  private static final String PLAIN = "GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\n";

  private Transport transport;
  private Bound bound;
  private TestGate gate;
  private AnswerOracle oracle;

  @BeforeEach
  void listen() throws Exception {
    transport = Transport.open(1);
    gate = new TestGate(TestBroker.serving("dev", "a b"), Limits.DEFAULTS, transport.timers());
    oracle = new AnswerOracle(gate.token);
    int own = OwnUser.uid();
    var peers = transport.peers().overTcp();
    bound = transport.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), peers.isPresent()
        ? gate.tcp(peers.get(), uid -> uid == own)
        : VendPipeline.tcpWithoutPeers(gate.parts, "tcp"));
  }

  @AfterEach
  void end() {
    bound.close();
    transport.close();
  }

  private InetSocketAddress address() {
    return requireNonNull(bound.tcpAddress());
  }

  /** Every answer to these bytes, sent in these pieces on a connection whose other half is then closed. */
  private String exchange(byte[]... pieces) throws IOException {
    try (var client = RawClient.tcpWithoutTrace(address())) {
      try {
        for (byte[] piece : pieces) {
          client.send(piece);
        }
        client.finishSending();
      } catch (IOException e) {
        // Refused and closed before it had all been sent.
      }
      return client.rest();
    }
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String valid(String request) {
    // The corpus names the port that its listener has.
    return request.replace("127.0.0.1:9780", "127.0.0.1:" + address().getPort());
  }

  /** Runs some at a time; the first failure of any is the test's. */
  private static void all(List<Callable<Void>> checks) throws Exception {
    try (var several = Executors.newFixedThreadPool(SEVERAL)) {
      for (Future<Void> done : several.invokeAll(checks)) {
        done.get();
      }
    }
  }

  @Test
  void hosts_everyForeignForm_areRefusedWithoutCredentials() throws Exception {
    List<String> hosts = HostForms.foreign();
    assertThat(hosts).hasSizeGreaterThanOrEqualTo(200);
    for (String host : hosts) {
      String received = exchange(
          bytes("GET /v1/credentials/dev HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: "
              + gate.token + "\r\n\r\n"));
      // Blanks around a value are no part of it (RFC 9112, section 5): those forms are the right one.
      boolean own = host.strip().equals("127.0.0.1") && host.chars().allMatch(c -> c < 0x7F);
      if (!own) {
        assertThat(received).as(AnswerOracle.escaped(host)).doesNotContain("200 OK")
            .doesNotContain(TestBroker.SECRET_KEY).containsAnyOf("HTTP/1.1 403", "HTTP/1.1 400");
      }
    }
  }

  @Test
  void headers_ofBrowsersAndProxies_areRefusedInFrontOfBehindAndWithoutTheToken() throws Exception {
    String token = "Authorization: " + gate.token + "\r\n";
    for (String name : List.of("Origin", "Referer", "Cookie", "Sec-Fetch-Site", "Sec-Fetch-Mode",
        "Sec-Fetch-Dest",
        "Sec-WebSocket-Key", "Access-Control-Request-Method", "Access-Control-Request-Private-Network",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP",
        "Proxy-Connection", "Proxy-Authorization", "Upgrade", "HTTP2-Settings", "Expect", "Transfer-Encoding",
        "Trailer", "Max-Forwards", "X-HTTP-Method-Override", "True-Client-IP")) {
      for (String value : List.of("", "null", "127.0.0.1", "chunked")) {
        String line = name + ": " + value + "\r\n";
        for (String request : List.of(PLAIN + line + token, PLAIN + token + line, PLAIN + line,
            PLAIN + line.toLowerCase(java.util.Locale.ROOT) + token,
            PLAIN + line.toUpperCase(java.util.Locale.ROOT)
                + token)) {
          String received = exchange(bytes(request + "\r\n"));
          assertThat(received).as(AnswerOracle.escaped(request)).startsWith("HTTP/1.1 4")
              .doesNotContain("200 OK")
              .doesNotContain("Access-Control-").doesNotContain(TestBroker.SECRET_KEY);
          // 401 would say that the token was looked at.
          assertThat(received).as(AnswerOracle.escaped(request)).doesNotContain("HTTP/1.1 401");
        }
      }
    }
    assertThat(gate.test.sessions.asked()).isZero();
  }

  @Test
  void requests_malformedAndSmuggled_areAnsweredOnceAtMostAndNeverWithCredentials() throws Exception {
    List<String> malformed = MalformedRequests.with(gate.token);
    assertThat(malformed).hasSizeGreaterThanOrEqualTo(500);
    for (String request : malformed) {
      String received = exchange(bytes(request));
      assertThat(received.split("HTTP/1\\.1 \\d", -1).length - 1).as(AnswerOracle.escaped(request))
          .isLessThanOrEqualTo(1);
      assertThat(received).as(AnswerOracle.escaped(request)).doesNotContain("200 OK")
          .doesNotContain(TestBroker.SECRET_KEY);
    }
    assertThat(gate.test.sessions.asked()).isZero();
  }

  @Test
  void requests_truncatedAnywhere_areNeverAnsweredWithCredentials() throws Exception {
    var checks = new ArrayList<Callable<Void>>();
    for (String request : ValidRequests.with(gate.token)) {
      String whole = valid(request);
      for (int length = 0; length < whole.length(); length++) {
        String cut = whole.substring(0, length);
        checks.add(() -> {
          String received = exchange(bytes(cut));
          assertThat(received).as(AnswerOracle.escaped(cut)).doesNotContain("200 OK");
          oracle.check(cut, received);
          return null;
        });
      }
    }
    all(checks);
  }

  @Test
  void requests_withAnySingleBitFlipped_keepTheOracle() throws Exception {
    var checks = new ArrayList<Callable<Void>>();
    for (String request : ValidRequests.with(gate.token)) {
      byte[] whole = bytes(valid(request));
      for (int bit = 0; bit < whole.length * 8; bit++) {
        int flipped = bit;
        checks.add(() -> {
          byte[] bad = whole.clone();
          bad[flipped / 8] ^= (byte) (1 << flipped % 8);
          oracle.check(new String(bad, StandardCharsets.ISO_8859_1), exchange(bad));
          return null;
        });
      }
    }
    assertThat(checks).hasSizeGreaterThan(20_000);
    all(checks);
  }

  @Test
  void requests_slicedAtEveryByte_getTheAnswerOfTheWhole() throws Exception {
    var checks = new ArrayList<Callable<Void>>();
    for (String request : ValidRequests.with(gate.token)) {
      byte[] whole = bytes(valid(request));
      String answer = exchange(whole);
      assertThat(answer).startsWith("HTTP/1.1 200 OK");
      for (int cut = 1; cut < whole.length; cut++) {
        byte[] first = java.util.Arrays.copyOfRange(whole, 0, cut);
        byte[] second = java.util.Arrays.copyOfRange(whole, cut, whole.length);
        checks.add(() -> {
          assertThat(exchange(first, second)).isEqualTo(answer);
          return null;
        });
      }
      checks.add(() -> {
        byte[][] each = new byte[whole.length][];
        for (int i = 0; i < whole.length; i++) {
          each[i] = new byte[]{ whole[i]};
        }
        assertThat(exchange(each)).isEqualTo(answer);
        return null;
      });
    }
    all(checks);
  }
}
