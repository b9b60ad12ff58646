package io.credentialbroker.core.aws;

import java.io.IOException;

/**
 * An exchange that brought no whole answer. It tells the connection's errors from the many other
 * {@code IOException}s that the SDK wraps, those of its JSON parser among them.
 */
final class ExchangeFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final IOException broken;

  ExchangeFailedException(IOException broken) {
    super(broken);
    this.broken = broken;
  }

  IOException broken() {
    return broken;
  }
}
