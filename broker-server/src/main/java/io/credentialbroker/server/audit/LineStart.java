package io.credentialbroker.server.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The beginning of a line, which is its time in milliseconds. Only the last three digits change within a second. */
final class LineStart {
  private final byte[] bytes = "{\"time\":\"0000-00-00T00:00:00.000Z\"".getBytes(StandardCharsets.US_ASCII);
  private static final int TIME = 9;
  private static final int MILLIS = TIME + 20;

  private long second = Long.MIN_VALUE;

  /** The bytes, which the next call changes. */
  byte[] at(long millis) {
    long now = Math.floorDiv(millis, 1000L);
    if (now != second) {
      second = now;
      byte[] shown = Instant.ofEpochSecond(now).toString().getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(shown, 0, bytes, TIME, 19);
    }
    int rest = (int) Math.floorMod(millis, 1000L);
    bytes[MILLIS] = (byte) ('0' + rest / 100);
    bytes[MILLIS + 1] = (byte) ('0' + rest / 10 % 10);
    bytes[MILLIS + 2] = (byte) ('0' + rest % 10);
    return bytes;
  }
}
