package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.session.Caller;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.world.MfaDevice;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pair {@code SerialNumber} and {@code TokenCode} of a call.
 *
 * @param serial which device
 * @param code what the person typed
 */
record MfaCheck(@Nullable String serial, @Nullable String code) {
  private static final Pattern SERIAL = Pattern.compile("[\\w+=/:,.@-]*");
  private static final Pattern CODE = Pattern.compile("[\\d]*");

  static MfaCheck of(Constraints constraints) {
    return new MfaCheck(constraints.optional("SerialNumber", 9, 256, SERIAL),
        constraints.optional("TokenCode", 6, 6, CODE));
  }

  /** Whether a right code came along, which is then spent; refuses half a pair and a wrong code. */
  boolean passes(Caller caller, Instant now) {
    if (serial == null && code == null) {
      return false;
    }
    if (serial == null || code == null) {
      throw AwsError
          .accessDenied(
              "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code. ");
    }
    List<MfaDevice> devices = caller.principal() instanceof Principal.User user
        ? user.user().devices()
        : List.of();
    MfaDevice device = devices.stream().filter(one -> one.serial().equals(serial)).findFirst()
        .orElseThrow(
            () -> AwsError.accessDenied("MultiFactorAuthentication failed, unable to validate MFA code. "
                + " Please verify your MFA serial number is valid and associated with this user."));
    if (!device.accept(code, now)) {
      throw AwsError.accessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    }
    return true;
  }

  @Override
  public String toString() {
    return "MfaCheck[" + serial + "]";
  }
}
