package io.credentialbroker.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A connection to a unix socket of the daemon, kept open until it is closed. */
final class UnixHttp implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final SocketChannel channel;

  UnixHttp(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  /** One answer. */
  record Reply(int status, String head, String body) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(body);
    }
  }

  Reply ask(String method, String path) throws IOException {
    return ask(method, path, "");
  }

  /** With a body of ASCII. */
  Reply ask(String method, String path, String body) throws IOException {
    String lengthLine = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
    channel.write(
        ByteBuffer
            .wrap((method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\n" + lengthLine + "\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII)));
    var text = new StringBuilder();
    int end = -1;
    while (end < 0) {
      text.append(read());
      end = text.indexOf("\r\n\r\n");
    }
    String head = text.substring(0, end);
    var length = LENGTH.matcher(head);
    int whole = end + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    while (text.length() < whole) {
      text.append(read());
    }
    return new Reply(Integer.parseInt(head.substring(9, 12)), head, text.substring(end + 4));
  }

  private String read() throws IOException {
    var buffer = ByteBuffer.allocate(65_536);
    if (channel.read(buffer) < 0) {
      throw new EOFException("the daemon closed the connection");
    }
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
