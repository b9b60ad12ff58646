package io.credentialbroker.core.mfa;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.source.MfaCodes;

/** What to do about a failure, with the very command to type where that is {@code broker mfa}. */
public final class MfaRemedy {
  private MfaRemedy() {}

  /** The failure is of a session that several profiles may share, so it cannot name the one that was asked for. */
  public static String of(Failure failure, ProfileName profile) {
    if (failure.reason() != FailureReason.MFA_NEEDED) {
      return failure.remedy();
    }
    String command = "Run: broker mfa " + quoted(profile);
    return failure.remedy().equals(MfaCodes.REMEDY) ? command : failure.remedy() + ' ' + command;
  }

  private static String quoted(ProfileName profile) {
    return (profile.value().startsWith("-") ? "-- " : "") + profile.quoted();
  }
}
