package io.credentialbroker.core.http;

import java.io.IOException;

/** The other side sent more than the caller of {@link HttpCalls} was willing to hold. */
public final class AnswerTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  AnswerTooLargeException(int limit) {
    super("the answer is larger than " + limit + " bytes");
  }
}
