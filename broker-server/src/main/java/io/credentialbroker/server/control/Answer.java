package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon says to a command.
 *
 * @param status the HTTP status
 * @param type of the body
 * @param body JSON, but for the pages of monitors
 * @param headers what the status needs beside it, e.g. {@code Allow}
 * @param code of an error, the same as in the body; null for what is none
 */
record Answer(int status, String type, String body, Map<String, String> headers, @Nullable String code) {

  private static final String JSON = "application/json";

  Answer {
    headers = Map.copyOf(headers);
  }

  /** Of what is no error. */
  Answer(int status, String type, String body, Map<String, String> headers) {
    this(status, type, body, headers, null);
  }

  static Answer ok(ObjectNode body) {
    return new Answer(200, JSON, Json.write(body), Map.of());
  }

  /** An error in the shape of the credentials endpoint, so that one reader of errors does for both. */
  static Answer error(int status, String code, Told told) {
    return error(status, code, told, Map.of());
  }

  /** As {@link #error(int, String, Told)}, where there is nothing to do but what the message says itself. */
  static Answer error(int status, String code, String what) {
    return error(status, code, Told.of(what));
  }

  static Answer error(int status, String code, Told told, Map<String, String> headers) {
    String message = told.text();
    var body = object().put("code", code).put("message", message).put("Code", code).put("Message", message);
    if (!told.remedy().isEmpty()) {
      body.put("remedy", told.remedy());
    }
    return new Answer(status, JSON, Json.write(body), headers, code);
  }

  /** Without the body, which may be a link that signs in. */
  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
