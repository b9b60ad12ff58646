package io.credentialbroker.core.mfa;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.source.MfaCodes;

/** What to do about a failure, with the very command to type where that is {@code broker mfa}. */
public final class MfaRemedy {
  private static final String NEEDS_NO_QUOTES = "[A-Za-z0-9_./:@%+,=][A-Za-z0-9_./:@%+,=-]*";

  private MfaRemedy() {}

  /** The failure is of a session that several profiles may share, so it cannot name the one that was asked for. */
  public static String of(Failure failure, ProfileName profile) {
    if (failure.reason() != FailureReason.MFA_NEEDED) {
      return failure.remedy();
    }
    String command = "Run: broker mfa " + quoted(profile.value());
    return failure.remedy().equals(MfaCodes.REMEDY) ? command : failure.remedy() + ' ' + command;
  }

  private static String quoted(String name) {
    return name.matches(NEEDS_NO_QUOTES)
        ? name
        : (name.startsWith("-") ? "-- '" : "'") + name.replace("'", "'\\''") + "'";
  }
}
