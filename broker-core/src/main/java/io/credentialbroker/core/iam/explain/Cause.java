package io.credentialbroker.core.iam.explain;

/** The known causes, as a closed set. */
public enum Cause {
  /** No policy of the caller allows the call. */
  CALLER_NOT_ALLOWED,
  /** A policy denies it, whatever else allows it. */
  EXPLICITLY_DENIED,
  /** The role's trust policy does not let the caller in. */
  TRUST_POLICY,
  EXTERNAL_ID,
  MFA,
  SESSION_NAME,
  SOURCE_IDENTITY,
  SESSION_TAGS,
  /** STS answers the same for a role that does not exist. */
  NO_SUCH_ROLE,
  WRONG_PARTITION,
  ROOT_USER,
  DURATION_OVER_ROLE_MAXIMUM,
  CHAINED_DURATION,
  REGION_DISABLED,
  CLOCK,
  WRONG_SECRET_KEY,
  KEY_INACTIVE,
  EXPIRED,
  SESSION_POLICY,
  /** The identity provider is not set up in the role's account. */
  PROVIDER_MISSING,
  TOKEN_AUDIENCE,
  TOKEN_REJECTED,
  PARAMETER,
  UNREACHABLE,
  NO_SUCH_REGION,
  THROTTLED,
  UPSTREAM,
  SIGN_IN,
  LOCAL
}
