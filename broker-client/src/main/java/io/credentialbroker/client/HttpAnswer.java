package io.credentialbroker.client;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One answer: status, headers by lower-case name, and the body, which may be secret. */
final class HttpAnswer {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  int status() {
    return status;
  }

  @Nullable
  String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  byte[] body() {
    return body;
  }

  boolean isSuccess() {
    return status == 200;
  }

  /** Without the body: it may hold credentials. */
  @Override
  public String toString() {
    return "HTTP " + status + ", " + body.length + " bytes";
  }
}
