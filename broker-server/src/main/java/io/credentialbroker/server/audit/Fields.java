package io.credentialbroker.server.audit;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The members of a line after its time. */
final class Fields {
  /** So that a line always fits: what is longer than any name AWS or the kernel gives is cut. */
  private static final int LONGEST_TEXT = 1_024;

  private final StringBuilder text = new StringBuilder(256);

  /** Adds a member; an absent value is an absent member. */
  Fields text(String name, @Nullable String value) {
    if (value != null) {
      name(name).append('"');
      String fitting = value.length() > LONGEST_TEXT ? value.substring(0, LONGEST_TEXT) : value;
      text.append(JsonStringEncoder.getInstance().quoteAsString(fitting)).append('"');
    }
    return this;
  }

  Fields number(String name, long value) {
    name(name).append(value);
    return this;
  }

  /** The end of a line. */
  byte[] finish() {
    return text.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** All that is there, and the name of a member whose value is to come. */
  byte[] upTo(String name) {
    name(name);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private StringBuilder name(String name) {
    return text.append(",\"").append(name).append("\":");
  }
}
