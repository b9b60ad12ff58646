package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.fault.Fault;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final int CONNECTIONS = 2_000;
  private static final int REQUESTS_EACH = 5;
  private static final byte[] REQUEST = """
      GET / HTTP/1.1\r
      Host: sandbox\r
      Content-Length: 0\r
      \r
      """.replace("\r\r\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

  /** Ten thousand requests under way at once: every connection has all of its requests in the pipe. */
  @Test
  void requests_tenThousandAtOnce_areAllAnswered() throws Exception {
    try (var rig = new Rig()) {
      rig.sandbox.faults().always("sts:*", new Fault.Latency(Duration.ofMillis(20)));
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < CONNECTIONS; i++) {
          var socket = new Socket(InetAddress.getLoopbackAddress(), rig.sandbox.port());
          socket.setSoTimeout(60_000);
          sockets.add(socket);
          for (int j = 0; j < REQUESTS_EACH; j++) {
            socket.getOutputStream().write(REQUEST);
          }
        }
        for (Socket socket : sockets) {
          assertThat(countAnswers(socket)).isEqualTo(REQUESTS_EACH);
        }
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
      assertThat(rig.sandbox.calls().count("sts:Unknown")).isEqualTo(CONNECTIONS * (long) REQUESTS_EACH);
    }
  }

  private static int countAnswers(Socket socket) throws Exception {
    InputStream in = socket.getInputStream();
    var read = new StringBuilder();
    var buffer = new byte[8192];
    int answers = 0;
    while (answers < REQUESTS_EACH) {
      int n = in.read(buffer);
      if (n < 0) {
        break;
      }
      read.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
      answers = read.toString().split("</ErrorResponse>", -1).length - 1;
    }
    assertThat(read.toString().split("HTTP/1.1 400", -1)).hasSize(answers + 1);
    return answers;
  }
}
