package io.credentialbroker.core.credentials;

/**
 * Carries a {@link Failure} through a future. It has no cause on purpose: causes of SDK exceptions may quote
 * requests, and a request carries tokens.
 */
public final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public FailureException(Failure failure) {
    super(failure.step() + ": " + failure.message(), null, false, false);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
