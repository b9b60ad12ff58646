package io.credentialbroker.core.iam.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The query of a URL while it is being written. */
final class Query {
  private final StringBuilder text = new StringBuilder();

  Query add(String name, String value) {
    text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(escaped(value));
    return this;
  }

  /** As URLs want it: {@code URLEncoder} is made for forms, where a space is a plus. */
  private static String escaped(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
