package io.credentialbroker.packaging.chaos;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection to the daemon, kept open between requests. */
final class Line implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  private final SocketChannel channel;
  private final InputStream in;

  private Line(SocketChannel channel, InputStream in) {
    this.channel = channel;
    this.in = new BufferedInputStream(in); // else each byte of a head would be a call of the kernel
  }

  /** Connects; an answer that takes longer than half a minute counts as none on TCP. */
  static Line to(SocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    if (address instanceof InetSocketAddress) {
      channel.socket().setTcpNoDelay(true);
      channel.socket().setSoTimeout(30_000);
      return new Line(channel, channel.socket().getInputStream());
    }
    return new Line(channel, Channels.newInputStream(channel));
  }

  static Line to(Path socket) throws IOException {
    return to(UnixDomainSocketAddress.of(socket));
  }

  static byte[] request(String method, String path, String token, String more) {
    return (method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + (token.isEmpty() ? "" : "Authorization: " + token + "\r\n") + more + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  Line send(byte[] bytes) throws IOException {
    for (var left = ByteBuffer.wrap(bytes); left.hasRemaining();) {
      channel.write(left);
    }
    return this;
  }

  /** The next answer; the end of the connection before it is an {@link EOFException}. */
  Reply receive() throws IOException {
    var head = new ByteArrayOutputStream(256);
    for (int matched = 0; matched < 4;) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed after " + head.size() + " bytes of an answer");
      }
      head.write(next);
      matched = next == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : next == '\r' ? 1 : 0;
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    Matcher length = LENGTH.matcher(text);
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return new Reply(Integer.parseInt(text.substring(9, 12)), text,
        new String(body, StandardCharsets.UTF_8));
  }

  Reply ask(byte[] request) throws IOException {
    return send(request).receive();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // It is gone all the same.
    }
  }
}
