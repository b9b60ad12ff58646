package io.credentialbroker.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request as it arrived: nothing decoded, nothing normalised, because a signature covers it as it is. */
public final class Request {
  private final String method;
  private final String path;
  private final String query;
  private final Headers headers;
  private final byte[] body;

  /**
   * Takes a request over from the wire.
   *
   * @param target path and query as in the request line, still percent-encoded
   */
  public Request(String method, String target, Headers headers, byte[] body) {
    int mark = target.indexOf('?');
    this.method = method;
    this.path = mark < 0 ? target : target.substring(0, mark);
    this.query = mark < 0 ? "" : target.substring(mark + 1);
    this.headers = headers;
    this.body = body.clone();
  }

  public String method() {
    return method;
  }

  /** The path as sent, percent-encoded. */
  public String path() {
    return path;
  }

  /** The query as sent, without the question mark; empty where there is none. */
  public String query() {
    return query;
  }

  public Headers headers() {
    return headers;
  }

  public @Nullable String header(String name) {
    return headers.first(name);
  }

  public byte[] body() {
    return body.clone();
  }

  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public boolean is(String wantedMethod, String wantedPath) {
    return method.equals(wantedMethod) && path.equals(wantedPath);
  }

  /** The parameters of the query. */
  public Map<String, String> queryParameters() {
    return decodeForm(query);
  }

  /** The parameters of a form in the body. */
  public Map<String, String> formParameters() {
    return decodeForm(bodyText());
  }

  /**
   * Decodes {@code application/x-www-form-urlencoded}; the last of several equal names wins.
   *
   * @throws IllegalArgumentException for a broken percent sequence
   */
  public static Map<String, String> decodeForm(String form) {
    var parameters = new LinkedHashMap<String, String>();
    for (String pair : form.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.put(decode(name), decode(value));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Method and path: query and body may hold a secret. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
