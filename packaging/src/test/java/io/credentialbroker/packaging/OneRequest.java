package io.credentialbroker.packaging;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One request on a connection of its own, as most SDK processes make it. */
final class OneRequest {
  private OneRequest() {}

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  /** The status of the answer. */
  static int at(SocketAddress address, String host, String profile, @Nullable String token)
      throws IOException {
    try (var channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap(("GET /v1/credentials/" + profile + " HTTP/1.1\r\nHost: " + host + "\r\n"
          + (token == null ? "" : "Authorization: " + token + "\r\n") + "Connection: close\r\n\r\n")
          .getBytes(US_ASCII)));
      var answer = ByteBuffer.allocate(8192);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // until the daemon closes
      }
      String head = new String(answer.array(), 0, answer.position(), US_ASCII);
      if (!head.startsWith("HTTP/1.1 ")) {
        throw new IOException("the connection ended after '" + head + "'");
      }
      return Integer.parseInt(head.substring(9, 12));
    }
  }

  /** Connects, and says nothing. */
  static void connect(int port) throws IOException {
    SocketChannel.open(loopback(port)).close();
  }
}
