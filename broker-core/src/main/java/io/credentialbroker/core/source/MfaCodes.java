package io.credentialbroker.core.source;

import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.secret.Secret;
import java.util.Optional;

/** Where a one-time code comes from, if one is there. */
@FunctionalInterface
public interface MfaCodes {
  /** Nobody ever gives one. */
  MfaCodes NONE = _ -> Optional.empty();

  /**
   * A code that has not been used, or nothing. It is used up by being taken. Waits for no person; may run a
   * command, as it is called on a thread that may block.
   */
  Optional<Secret> take(MfaDevice device);
}
