package io.credentialbroker.core.iam.explain;

import io.credentialbroker.core.credentials.FailureReason;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed, as far as it matters for the explanation. No component holds a secret.
 *
 * @param reason how the failure was classified
 * @param code the error code of AWS, e.g. {@code AccessDenied}
 * @param message AWS's own sentence where there is one, else the broker's
 * @param asked the parameters of the call
 * @param known what else is known at this moment
 */
public record FailedCall(Call call, FailureReason reason, @Nullable String code, String message, Asked asked,
    Known known) {

  /** Which call. */
  public enum Call {
    ASSUME_ROLE,
    ASSUME_ROLE_WITH_WEB_IDENTITY,
    ASSUME_ROLE_WITH_SAML,
    GET_SESSION_TOKEN,
    GET_FEDERATION_TOKEN,
    OTHER
  }

  /**
   * The parameters of the call; absent what it did not have.
   *
   * @param profile the profile's name, for commands that mend it
   * @param mfaSerial the MFA device, when a code was given or would have to be
   * @param sessionTags whether session tags were passed
   * @param chained whether the caller is itself a role's session
   * @param region of the endpoint that was called
   * @param token what the web identity token says of itself
   */
  public record Asked(@Nullable String profile, @Nullable String roleArn, @Nullable String externalId,
      @Nullable String mfaSerial, @Nullable String sessionName, @Nullable String sourceIdentity,
      boolean sessionTags, @Nullable Duration duration, boolean chained, @Nullable String region,
      @Nullable Token token) {
    /** A call without any parameter. */
    public static final Asked NOTHING = new Asked(null, null, null, null, null, null, false, null, false,
        null, null);
  }

  /** The claims of a web identity token that trust policies look at. */
  public record Token(String issuer, String audience, String subject) {}

  /**
   * What was found out beside the call.
   *
   * @param callerArn who called, from {@code GetCallerIdentity}
   * @param clockSkew how far this machine's clock is ahead of AWS's; negative when it is behind
   */
  public record Known(@Nullable String callerArn, @Nullable Duration clockSkew) {
    public static final Known NOTHING = new Known(null, null);
  }

  /** Whether AWS's sentence holds these words, whatever their case. */
  boolean says(String words) {
    return message.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }
}
