package io.credentialbroker.bench;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One whole answer, read to the end of its connection.
 *
 * @param head the status line and headers
 * @param body what comes after
 */
record Answer(String head, String body) {
  private static final int LIMIT = 64 * 1024;

  static Answer of(SocketAddress address, String path, String token) throws IOException {
    try (SocketChannel channel = open(address)) {
      channel.write(ByteBuffer.wrap(request(address, path, token, false)));
      var buffer = ByteBuffer.allocate(LIMIT);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until the server closes
      }
      String all = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      return end < 0 ? new Answer(all, "") : new Answer(all.substring(0, end), all.substring(end + 4));
    }
  }

  static SocketChannel open(SocketAddress address) throws IOException {
    SocketChannel channel = address instanceof UnixDomainSocketAddress
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
    channel.connect(address);
    return channel;
  }

  static byte[] request(SocketAddress address, String path, String token, boolean keepAlive) {
    String host = address instanceof java.net.InetSocketAddress inet
        ? inet.getAddress().getHostAddress() + ':' + inet.getPort()
        : "localhost";
    return ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n"
        + (token.isEmpty() ? "" : "Authorization: " + token + "\r\n")
        + (keepAlive ? "" : "Connection: close\r\n") + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  boolean ok() {
    return head.startsWith("HTTP/1.1 200 ");
  }
}
