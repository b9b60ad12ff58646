package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What the daemon says to a command.
 *
 * @param status the HTTP status
 * @param body the JSON object
 * @param headers what the status needs beside it, e.g. {@code Allow}
 */
record Answer(int status, ObjectNode body, Map<String, String> headers) {
  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer ok(ObjectNode body) {
    return new Answer(200, body, Map.of());
  }

  /** An error in the shape of the credentials endpoint, so that one reader of errors does for both. */
  static Answer error(int status, String code, String message) {
    return error(status, code, message, Map.of());
  }

  static Answer error(int status, String code, String message, Map<String, String> headers) {
    return new Answer(status, object().put("code", code).put("message", message).put("Code", code)
        .put("Message", message), headers);
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
