package io.credentialbroker.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a twin answers. Immutable; the {@code with…} methods make another one.
 *
 * <p>Beside what goes over the wire it carries three notes for the log of calls: who called, about what, and
 * the error code. They are never secrets.
 */
public final class Answer {
  /** No answer at all: the connection stays open and silent until the client gives up. */
  public static final Answer SILENCE = new Answer(0, "", new byte[0], Map.of(), null, null, null);

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;
  private final @Nullable String caller;
  private final @Nullable String subject;
  private final @Nullable String error;

  private Answer(int status, String contentType, byte[] body, Map<String, String> headers,
      @Nullable String caller, @Nullable String subject, @Nullable String error) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
    this.caller = caller;
    this.subject = subject;
    this.error = error;
  }

  public static Answer of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, contentType, body.clone(), Map.of(), null, null, null);
  }

  public static Answer json(int status, String body) {
    return of(status, "application/json", body);
  }

  public static Answer text(int status, String body) {
    return of(status, "text/plain", body);
  }

  public Answer withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, contentType, body, more, caller, subject, error);
  }

  /** Notes who called ({@code arn:…}) and about what, for the log of calls. */
  public Answer about(@Nullable String who, @Nullable String what) {
    return new Answer(status, contentType, body, headers, who, what, error);
  }

  /** Notes the error code, for the log of calls. */
  public Answer failing(String code) {
    return new Answer(status, contentType, body, headers, caller, subject, code);
  }

  public boolean isSilence() {
    return status == 0;
  }

  public int status() {
    return status;
  }

  public String contentType() {
    return contentType;
  }

  public byte[] body() {
    return body.clone();
  }

  public Map<String, String> headers() {
    return Map.copyOf(headers);
  }

  public @Nullable String caller() {
    return caller;
  }

  public @Nullable String subject() {
    return subject;
  }

  public @Nullable String error() {
    return error;
  }

  /** Status and type: the body may be credentials. */
  @Override
  public String toString() {
    return status + " " + contentType;
  }
}
