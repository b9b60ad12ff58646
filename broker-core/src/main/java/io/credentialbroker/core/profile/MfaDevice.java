package io.credentialbroker.core.profile;

/**
 * A device that shows one-time codes. On a {@link Recipe.SessionToken} it means one code for all roles behind
 * it; on {@link AssumeRoleOptions} it means a code for each call of that role.
 *
 * @param serial an ARN or the number of a hardware device, 9 to 256 characters of {@code [\w+=/:,.@-]}
 * @param mode which of the two was chosen
 */
public record MfaDevice(String serial, Mode mode) {

  /** Which call carries the code. */
  public enum Mode {
    /** GetSessionToken, once for all roles of the device: one code in twelve hours. */
    SESSION,
    /** Each AssumeRole of the role: for trust policies that ask how old the MFA is. */
    ROLE
  }
}
