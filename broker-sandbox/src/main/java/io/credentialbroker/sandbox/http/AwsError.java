package io.credentialbroker.sandbox.http;

/**
 * A refusal in AWS's own words: HTTP status, error code and message. Each twin renders it in the protocol it
 * speaks.
 */
public final class AwsError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  public AwsError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** A parameter that AWS refuses. */
  public static AwsError validation(String message) {
    return new AwsError(400, "ValidationError", message);
  }

  /** Something that policies, or the kind of credentials, do not permit. */
  public static AwsError accessDenied(String message) {
    return new AwsError(403, "AccessDenied", message);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
