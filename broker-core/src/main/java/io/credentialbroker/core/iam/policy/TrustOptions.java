package io.credentialbroker.core.iam.policy;

import io.credentialbroker.core.iam.CallerVariables;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What else a role asks of those who assume it.
 *
 * @param mfa whether they must have signed in with MFA ({@code aws:MultiFactorAuthPresent})
 * @param mfaMaxAge how long ago at most ({@code aws:MultiFactorAuthAge}, whole seconds); only with {@code mfa}
 * @param externalId the external id that a third party has to give
 * @param sourceIdentity what the source identity must match; allows to set one, too
 * @param sessionName what the role session name must match, e.g. {@code ${aws:username}}
 * @param sessionTags whether session tags may be passed
 */
public record TrustOptions(boolean mfa, @Nullable Duration mfaMaxAge, @Nullable String externalId,
    @Nullable String sourceIdentity, @Nullable String sessionName, boolean sessionTags) {

  /** Nothing more than who they are. */
  public static final TrustOptions NONE = new TrustOptions(false, null, null, null, null, false);

  public TrustOptions {
    if (mfaMaxAge != null && (!mfa || mfaMaxAge.toSeconds() < 1)) {
      throw new UnfitException(
          "the greatest age of an MFA sign-in is less than 1 second, or MFA is not asked for at all",
          "ask for MFA no longer ago than a time such as 1h");
    }
    if (externalId != null) {
      Checked.externalId(externalId);
    }
    if (sourceIdentity != null) {
      Checked.namePattern("source identity", sourceIdentity);
    }
    if (sessionName != null) {
      Checked.namePattern("session name", sessionName);
    }
  }

  /**
   * Whether no condition comes of these that says who calls: tags and session names are the caller's own choice, a
   * session name unless it has to be made of the caller's own.
   */
  boolean saysNothingOfTheCaller() {
    return !mfa && externalId == null && (sourceIdentity == null || sourceIdentity.matches("[*?]*"))
        && (sessionName == null || !CallerVariables.isIn(sessionName));
  }

  public TrustOptions withMfa() {
    return new TrustOptions(true, mfaMaxAge, externalId, sourceIdentity, sessionName, sessionTags);
  }

  public TrustOptions withMfaNoOlderThan(Duration age) {
    return new TrustOptions(true, age, externalId, sourceIdentity, sessionName, sessionTags);
  }

  public TrustOptions withExternalId(String id) {
    return new TrustOptions(mfa, mfaMaxAge, id, sourceIdentity, sessionName, sessionTags);
  }

  public TrustOptions withSourceIdentity(String pattern) {
    return new TrustOptions(mfa, mfaMaxAge, externalId, pattern, sessionName, sessionTags);
  }

  public TrustOptions withSessionName(String pattern) {
    return new TrustOptions(mfa, mfaMaxAge, externalId, sourceIdentity, pattern, sessionTags);
  }

  public TrustOptions withSessionTags() {
    return new TrustOptions(mfa, mfaMaxAge, externalId, sourceIdentity, sessionName, true);
  }
}
