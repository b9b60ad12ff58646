package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.server.transport.ThreadBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A whole HTTP answer as bytes, made once and written as often as needed: status line, headers and body lie in
 * one array, and the only thing left to decide for each request is whether {@code Connection: close} goes in
 * between and whether the body stays behind (HEAD).
 *
 * <p>Every answer carries the same headers: the type, of JSON without a charset (the Kotlin SDK parses an error only
 * then), its length, and that nobody may store or sniff it. None ever carries a
 * {@code Access-Control-*} header.
 */
public final class Answer {
  private static final byte[] CLOSE = ascii("Connection: close\r\n");

  /** Credentials are about 1.5 kB; the largest answers are lists of profiles. */
  private static final ThreadBuffer MEMORY = new ThreadBuffer(8192);

  private final byte[] bytes;
  private final int headerEnd;
  private final boolean closes;

  private Answer(byte[] bytes, int headerEnd, boolean closes) {
    this.bytes = bytes;
    this.headerEnd = headerEnd;
    this.closes = closes;
  }

  /** An answer with this status and JSON body; the connection stays open if the client wishes so. */
  public static Answer json(Status status, byte[] body) {
    return of(status, "", body, false);
  }

  /**
   * As {@link #json}, with a further header line.
   *
   * @param header name, colon, value and CRLF, or nothing
   * @param closes whether the connection ends with this answer whatever the client wishes
   */
  static Answer of(Status status, String header, byte[] body, boolean closes) {
    return of(status, "application/json", header, body, closes);
  }

  /** An answer with this type of content. */
  public static Answer typed(Status status, String type, byte[] body) {
    return of(status, type, "", body, false);
  }

  /**
   * Plain text, status 200.
   *
   * @param header a further header line with its CRLF, or nothing
   */
  public static Answer text(String text, String header) {
    return of(Status.OK, "text/plain", header, ascii(text), false);
  }

  /** An error that names the methods that are allowed (RFC 9110, section 15.5.6). */
  public static Answer methodNotAllowed(String allowed, Told told) {
    return of(Status.METHOD_NOT_ALLOWED, "Allow: " + allowed + "\r\n", errorBody("MethodNotAllowed", told),
        false);
  }

  private static Answer of(Status status, String type, String header, byte[] body, boolean closes) {
    byte[] head = ascii("HTTP/1.1 " + status.code() + ' ' + status.reason() + "\r\n"
        + "Content-Type: " + type + "\r\n"
        + "Content-Length: " + body.length + "\r\n"
        + "Cache-Control: no-store\r\n"
        + "X-Content-Type-Options: nosniff\r\n" + header);
    byte[] whole = Arrays.copyOf(head, head.length + 2 + body.length);
    whole[head.length] = '\r';
    whole[head.length + 1] = '\n';
    System.arraycopy(body, 0, whole, head.length + 2, body.length);
    return new Answer(whole, head.length, closes);
  }

  /** An error in the words of all SDKs at once: Go reads the small keys, JavaScript and Kotlin the capitals. */
  public static Answer error(Status status, String code, Told told) {
    return json(status, errorBody(code, told));
  }

  /** An error that will pass, with the seconds after which to ask again. */
  public static Answer retryLater(Status status, String code, Told told, long seconds) {
    return of(status, "Retry-After: " + Math.max(1, seconds) + "\r\n", errorBody(code, told), false);
  }

  /** The messages are whole, since no SDK shows more; {@code remedy} is how each ends, for those who set it apart. */
  static byte[] errorBody(String code, Told told) {
    String message = told.text();
    var body = new JsonBytes().text("code", code).text("message", message).text("Code", code)
        .text("Message", message);
    return (told.remedy().isEmpty() ? body : body.text("remedy", told.remedy())).finish();
  }

  boolean closes() {
    return closes;
  }

  /** The size of the whole, for limits. */
  public int length() {
    return bytes.length;
  }

  ByteBuf encode(ByteBufAllocator allocator, boolean headOnly, boolean close) {
    int end = headOnly ? headerEnd + 2 : bytes.length;
    if (!close) {
      return MEMORY.take(end, allocator).writeBytes(bytes, 0, end);
    }
    return MEMORY.take(end + CLOSE.length, allocator)
        .writeBytes(bytes, 0, headerEnd)
        .writeBytes(CLOSE)
        .writeBytes(bytes, headerEnd, end - headerEnd);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
