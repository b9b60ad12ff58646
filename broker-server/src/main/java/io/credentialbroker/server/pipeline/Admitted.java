package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.profile.ProfileName;

/**
 * A request whose sender is known, if its process is as {@code rules} want it. Whether the sender may have the
 * profile is the broker's to say.
 */
record Admitted(Protocol protocol, ProfileName profile, Caller caller, ProcessRules rules) {}
