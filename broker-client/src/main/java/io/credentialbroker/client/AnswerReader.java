package io.credentialbroker.client;

import io.credentialbroker.client.BrokerException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads exactly one HTTP/1.1 answer, and takes only the form that brokerd writes: a {@code Content-Length}, no
 * transfer coding, no interim answers. Everything else on a local socket is somebody else.
 */
final class AnswerReader {
  private static final int LONGEST_HEAD = 16 * 1024;
  private static final String HINT = "another program holds this socket: end it and start brokerd";

  private final ReadableByteChannel channel;
  private final int longestBody;
  private ByteBuffer buffer = ByteBuffer.allocate(LONGEST_HEAD);

  /**
   * A reader of one answer.
   *
   * @param longestBody in bytes; a longer one is refused before it is read
   */
  AnswerReader(ReadableByteChannel channel, int longestBody) {
    this.channel = channel;
    this.longestBody = longestBody;
  }

  HttpAnswer read() throws IOException, BrokerException {
    int end = readHead();
    String[] lines = new String(buffer.array(), 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    int status = status(lines[0]);
    Map<String, String> headers = headers(lines);
    return new HttpAnswer(status, headers, readBody(end + 4, length(headers)));
  }

  /** Fills the buffer up to the empty line; answers where the head ends. */
  private int readHead() throws IOException, BrokerException {
    int scanned = 0;
    while (true) {
      for (int i = Math.max(0, scanned - 3); i + 3 < buffer.position(); i++) {
        if (buffer.get(i) == '\r' && buffer.get(i + 1) == '\n' && buffer.get(i + 2) == '\r'
            && buffer.get(i + 3) == '\n') {
          return i;
        }
      }
      scanned = buffer.position();
      if (!buffer.hasRemaining()) {
        throw bad("the answer's headers are over " + LONGEST_HEAD + " bytes");
      }
      if (channel.read(buffer) < 0) {
        throw scanned == 0 ? silent() : bad("the answer ended in the middle of its headers");
      }
    }
  }

  private byte[] readBody(int from, int length) throws IOException, BrokerException {
    var body = ByteBuffer.allocate(length);
    ByteBuffer early = buffer.flip().position(from);
    if (early.remaining() > length) {
      throw bad("the answer is longer than it says");
    }
    body.put(early);
    buffer = ByteBuffer.allocate(0);
    while (body.hasRemaining()) {
      if (channel.read(body) < 0) {
        throw bad("the answer ended after " + body.position() + " of " + length + " bytes");
      }
    }
    return body.array();
  }

  private static int status(String line) throws BrokerException {
    if (!line.matches("HTTP/1\\.[01] [2-5][0-9][0-9]( .*)?")) {
      throw bad("the answer is not HTTP/1.1");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Map<String, String> headers(String[] lines) throws BrokerException {
    var headers = new HashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1) {
        throw bad("a header of the answer has no name");
      }
      String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      String value = lines[i].substring(colon + 1).strip();
      String before = headers.put(name, value);
      if (before != null && name.equals("content-length") && !before.equals(value)) {
        throw bad("the answer has two lengths");
      }
    }
    return headers;
  }

  private int length(Map<String, String> headers) throws BrokerException {
    String length = headers.getOrDefault("content-length", "");
    if (headers.containsKey("transfer-encoding") || !length.matches("[0-9]{1,10}")) {
      throw bad("the answer does not say its length");
    }
    long bytes = Long.parseLong(length);
    if (bytes > longestBody) {
      throw bad("the answer would be " + bytes + " bytes, and the most taken is " + longestBody);
    }
    return (int) bytes;
  }

  private static BrokerException bad(String what) {
    return new BrokerException(Kind.BAD_ANSWER, what, HINT);
  }

  /** What a daemon does to a peer whose uid is not its own: it hangs up before reading a byte. */
  static BrokerException silent() {
    return new BrokerException(Kind.REFUSED, "the daemon closed the connection without an answer",
        "it serves only the user it runs as: run both as the same user");
  }
}
