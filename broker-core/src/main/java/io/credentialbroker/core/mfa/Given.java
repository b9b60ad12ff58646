package io.credentialbroker.core.mfa;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.profile.ProfileName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a code that a person has given. */
public sealed interface Given {

  /**
   * AWS has taken it.
   *
   * @param profiles those that need no code any more, sorted
   * @param end when the next code will be due
   */
  record Accepted(String serial, List<ProfileName> profiles, Instant end) implements Given {
    public Accepted {
      profiles = List.copyOf(profiles);
    }
  }

  /**
   * The call that it was for has failed.
   *
   * @param waitsUntil from when on another code is taken, where too many were wrong
   */
  record Failed(Failure failure, @Nullable Instant waitsUntil) implements Given {}

  /** No call was made. */
  record TurnedAway(Kind kind, Told told) implements Given {
    /** Why no call was made. */
    public enum Kind {
      /** There is no such profile. */
      UNKNOWN_PROFILE,
      /** The profile cannot be served as it is written. */
      BAD_CONFIGURATION,
      /** No profile has this device. */
      UNKNOWN_DEVICE,
      /** The profile needs no code. */
      NO_DEVICE,
      /** It is not six digits. */
      NOT_A_CODE,
      /** It has been used. */
      USED,
      /** Too many codes were wrong. */
      WAITS
    }
  }
}
