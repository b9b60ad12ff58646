package io.credentialbroker.core.credentials;

/**
 * Why credentials could not be had: a closed set, so that the session room can decide by it and
 * {@code doctor} can explain it. Whether a retry by itself can mend it is {@link #recoverable()}.
 */
public enum FailureReason {
  /** The upstream did not answer: refused, reset, timed out, unresolvable. */
  UNREACHABLE(true),
  /** The upstream answered 5xx or said it is unavailable. */
  UPSTREAM_ERROR(true),
  /** The upstream asked for fewer calls. */
  THROTTLED(true),
  /** The identity provider could not be reached by AWS ({@code IDPCommunicationError}). */
  IDENTITY_PROVIDER_UNREACHABLE(true),
  /** The upstream answered something that is not its protocol. */
  MALFORMED_ANSWER(true),
  /** The credentials, token or assertion used for the call have expired; a new one is needed. */
  EXPIRED_INPUT(false),
  /** {@code AccessDenied}: the caller's policy or the role's trust policy refuses. */
  ACCESS_DENIED(false),
  /** The access key is unknown or inactive. */
  INVALID_KEY(false),
  /** The signature does not match: wrong secret key, or a clock more than five minutes off. */
  SIGNATURE_MISMATCH(false),
  /** The identity provider's claim or the token was refused. */
  IDENTITY_REJECTED(false),
  /** STS is not active in that region for this account. */
  REGION_DISABLED(false),
  /** A session policy is malformed, or policies and tags are too large together. */
  POLICY_REFUSED(false),
  /** AWS refused a parameter, e.g. a duration over the role's maximum. */
  INVALID_PARAMETER(false),
  /** A person has to give a one-time code. */
  MFA_NEEDED(false),
  /** A person has to sign in (SSO, login session). */
  SIGN_IN_NEEDED(false),
  /** Something on this machine is missing or wrong: a file, a command, an environment variable. */
  LOCAL_CONFIGURATION(false),
  /** A fault of the broker itself. */
  INTERNAL(true);

  private final boolean recoverable;

  FailureReason(boolean recoverable) {
    this.recoverable = recoverable;
  }

  /** True when trying again later can succeed without anybody changing anything. */
  public boolean recoverable() {
    return recoverable;
  }
}
