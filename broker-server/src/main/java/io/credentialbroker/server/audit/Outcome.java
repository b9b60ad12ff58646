package io.credentialbroker.server.audit;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.Vend.Denied;
import io.credentialbroker.core.Vend.Granted;
import io.credentialbroker.core.Vend.MfaNeeded;
import io.credentialbroker.core.Vend.SignInNeeded;
import io.credentialbroker.core.Vend.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * What the audit calls an outcome. The messages are left out: they are for the caller, and may quote what others
 * have written.
 *
 * @param reason a stable word; null where the name says it all
 */
record Outcome(String name, @Nullable String reason) {
  static Outcome of(Vend vend) {
    return switch (vend) {
      case Granted _ -> new Outcome("granted", null);
      case Denied(_, var code, _) -> new Outcome("denied", code);
      case MfaNeeded _ -> new Outcome("denied", "MfaRequired");
      case SignInNeeded _ -> new Outcome("denied", "SignInRequired");
      case Unavailable(var failure, _, _) -> new Outcome("unavailable",
          failure.upstreamCode() == null ? failure.reason().name() : failure.upstreamCode());
    };
  }
}
