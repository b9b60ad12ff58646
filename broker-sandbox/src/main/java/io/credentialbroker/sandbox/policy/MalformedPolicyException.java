package io.credentialbroker.sandbox.policy;

/** A policy document that IAM would not accept; the message says what is wrong with it. */
public final class MalformedPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedPolicyException(String message) {
    super(message);
  }
}
