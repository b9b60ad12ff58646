package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.credentials.Told;

/**
 * Every way in which the gate says no, in the order of the gate. The words are fixed: nothing that the client
 * sent comes back, and so nothing it sent can be a secret that comes back.
 */
@SuppressWarnings("ImmutableEnumChecker") // an Answer never changes, its bytes are its own
public enum Refusal {
  /** Not HTTP/1.1 as RFC 9112 writes it. */
  MALFORMED(Status.BAD_REQUEST, "BadRequest", "The request is not well-formed HTTP/1.1.", true),
  LINE_TOO_LONG(Status.URI_TOO_LONG, "UriTooLong", "The request line is longer than 2048 bytes.", true),
  HEADERS_TOO_LARGE(Status.HEADERS_TOO_LARGE, "HeadersTooLarge",
      "The headers are larger than 8192 bytes or more than 64.", true),
  WRONG_VERSION(Status.VERSION_NOT_SUPPORTED, "VersionNotSupported", "The broker speaks HTTP/1.1 only.",
      true),
  TOO_SLOW(Status.REQUEST_TIMEOUT, "RequestTimeout", "The request did not arrive in time.", true),
  METHOD(Status.METHOD_NOT_ALLOWED, "MethodNotAllowed", "Only GET and HEAD are answered here.", true),
  BODY(Status.BAD_REQUEST, "BodyNotAllowed", "A request here has no body.", true),
  HOST_MISSING(Status.BAD_REQUEST, "HostMissing", "A request needs exactly one Host header.", true),
  HOST_FOREIGN(Status.FORBIDDEN, "HostNotAllowed", "The Host header is not an address of this listener.",
      "Use the literal address in the URL, as printed by 'broker env'.", true),
  TARGET_FORM(Status.BAD_REQUEST, "TargetNotAllowed", "The request target must be a path.",
      "This is no proxy: take loopback addresses out of HTTP_PROXY.", true),
  BROWSER(Status.FORBIDDEN, "BrowserNotAllowed",
      "The request carries headers that browsers send. Credentials are not served to web pages.", true),
  FORWARDED(Status.FORBIDDEN, "ProxyNotAllowed", "The request carries headers that proxies add.",
      "Set NO_PROXY for this address.", true),
  UPGRADE(Status.BAD_REQUEST, "UpgradeNotAllowed", "Upgrade and Expect are not supported.", true),
  NO_SUCH_PATH(Status.NOT_FOUND, "NotFound", "Nothing is served under this path.",
      "'broker env PROFILE' prints the right one.", false),
  QUERY(Status.BAD_REQUEST, "QueryNotAllowed", "The path takes no query and no fragment.", false),
  BAD_ENCODING(Status.BAD_REQUEST, "BadPath",
      "The profile in the path is not percent-encoded UTF-8 of a profile name.", false),
  TOKEN_MISSING(Status.UNAUTHORIZED, "TokenMissing", "The Authorization header is missing.",
      "Set AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE as printed by 'broker env PROFILE'. A client that does not know it, "
          + "such as AWS CLI 2 before 2.13, needs 'credential_process = broker credential-process PROFILE'.",
      false),
  TOKEN_WRONG(Status.UNAUTHORIZED, "TokenNotValid",
      "The token in the Authorization header is not valid, or no longer.",
      "Send it without a word such as Bearer before it, or run 'broker env PROFILE' again.",
      false),
  METADATA_TOKEN(Status.UNAUTHORIZED, "TokenNotValid", "The metadata token is missing, or no longer valid.",
      "Ask for one with PUT /latest/api/token; version 1 is not served.", false),
  TOO_FAST(Status.UNAVAILABLE, "TooManyRequests", "This client asks more often than broker.toml lets it.",
      "Ask again in a second.", false),
  PROCESS(Status.FORBIDDEN, "ProcessNotAllowed",
      "The process that asks is not what broker.toml wants this client's process to be, or the system does not show it.",
      false),
  PROCESS_LATE(Status.UNAVAILABLE, "ProcessNotKnown", "The broker has not found out yet which process asks.",
      "Ask again in a second.", false),
  INTERNAL(Status.INTERNAL_ERROR, "InternalError", "The broker failed.", "Look into the daemon's log.", true);

  private final Answer answer;

  Refusal(Status status, String code, String what, boolean closes) {
    this(status, code, what, "", closes);
  }

  Refusal(Status status, String code, String what, String remedy, boolean closes) {
    // RFC 9110, section 15.5.6: an answer 405 names the methods that are allowed.
    String header = switch (status) {
      case METHOD_NOT_ALLOWED -> "Allow: GET, HEAD\r\n";
      case UNAVAILABLE -> "Retry-After: 1\r\n";
      default -> "";
    };
    this.answer = Answer.of(status, header, Answer.errorBody(code, new Told(what, remedy)), closes);
  }

  Answer answer() {
    return answer;
  }
}
