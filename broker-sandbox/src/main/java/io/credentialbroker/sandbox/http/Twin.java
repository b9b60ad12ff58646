package io.credentialbroker.sandbox.http;

/**
 * The stand-in for one AWS service. Methods are called on the event loops, at once from several threads, and
 * do not block.
 */
public interface Twin {
  /** Whether this request belongs to this service; the first twin that says yes gets it. */
  boolean serves(Request request);

  /**
   * What is asked for, as faults and the log of calls name it: {@code service:Operation}, e.g.
   * {@code sts:AssumeRole}.
   */
  String action(Request request);

  /**
   * Serves a request.
   *
   * @throws AwsError to be rendered by {@link #error}
   */
  Answer answer(Request request);

  /** An error in the protocol of this service. */
  Answer error(AwsError error);
}
