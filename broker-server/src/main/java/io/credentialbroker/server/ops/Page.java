package io.credentialbroker.server.ops;

/**
 * The answer to a monitor.
 *
 * @param status 200, 400, 404 or 503
 * @param type the type of its content
 */
public record Page(int status, String type, String body) {
  static final String JSON = "application/json";
}
