package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.profile.ProfileName;
import java.time.Duration;

/**
 * A request whose sender is known, if its process is as {@code rules} want it. Whether the sender may have the
 * profile is the broker's to say.
 *
 * @param waited how long the request has waited already, of the time that the broker has for an answer
 */
record Admitted(Protocol protocol, ProfileName profile, Caller caller, ProcessRules rules, Duration waited) {
  Admitted(Protocol protocol, ProfileName profile, Caller caller, ProcessRules rules) {
    this(protocol, profile, caller, rules, Duration.ZERO);
  }

  Admitted after(Duration wait) {
    return new Admitted(protocol, profile, caller, rules, waited.plus(wait));
  }
}
