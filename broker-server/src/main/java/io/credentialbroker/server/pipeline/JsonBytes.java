package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One flat JSON object, written straight into bytes, so that a secret passes through no string, no generator's
 * buffer and no recycler. Everything but quote, backslash and control characters is itself in JSON (RFC 8259,
 * section 7), and all of those are single bytes in UTF-8.
 */
public final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[512];
  private int size;

  public JsonBytes() {
    put('{');
  }

  /** Adds a member whose value is text. */
  public JsonBytes text(String name, String value) {
    name(name);
    quoted(value.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds a member whose value is a secret. */
  public JsonBytes secret(String name, Secret value) {
    name(name);
    byte[] utf8 = value.revealUtf8();
    quoted(utf8);
    Arrays.fill(utf8, (byte) 0);
    return this;
  }

  /** Adds a member whose value is a whole number. */
  public JsonBytes number(String name, int value) {
    name(name);
    for (byte digit : Integer.toString(value).getBytes(StandardCharsets.US_ASCII)) {
      put(digit);
    }
    return this;
  }

  /** The object; this writer has forgotten it then. */
  public byte[] finish() {
    put('}');
    byte[] whole = Arrays.copyOf(bytes, size);
    Arrays.fill(bytes, (byte) 0);
    size = 0;
    return whole;
  }

  private void name(String name) {
    if (size > 1) {
      put(',');
    }
    quoted(name.getBytes(StandardCharsets.UTF_8));
    put(':');
  }

  private void quoted(byte[] utf8) {
    put('"');
    for (byte b : utf8) {
      if (b == '"' || b == '\\') {
        put('\\');
        put(b);
      } else if (b >= 0 && b < 0x20) {
        put('\\');
        put('u');
        put('0');
        put('0');
        put(HEX[b >> 4]);
        put(HEX[b & 0xF]);
      } else {
        put(b);
      }
    }
    put('"');
  }

  private void put(int b) {
    if (size == bytes.length) {
      byte[] outgrown = bytes;
      bytes = Arrays.copyOf(outgrown, size * 2);
      Arrays.fill(outgrown, (byte) 0);
    }
    bytes[size++] = (byte) b;
  }
}
