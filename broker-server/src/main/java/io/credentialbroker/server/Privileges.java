package io.credentialbroker.server;

import io.credentialbroker.server.config.BrokerConfig;
import io.credentialbroker.server.process.Identity;
import io.credentialbroker.server.process.OwnProcess;
import java.io.IOException;
import java.util.Map;

/** As whom, and with what from outside, the daemon may run. */
final class Privileges {
  private Privileges() {}

  /** Closes the process to others; before anything that is worth taking is in it. */
  static void closeToOthers(Map<String, String> environment) throws Fault {
    var options = OwnProcess.optionsIn(environment);
    if (!options.isEmpty()) {
      throw new Fault(
          options.getFirst() + " is set, and Java has taken options from it; they could open this process"
              + " to an agent or a debugger.",
          "Start bin/brokerd, which keeps such variables back, or unset " + String.join(" and ", options)
              + '.');
    }
    try {
      OwnProcess.closeToOthers();
    } catch (IOException e) {
      throw new Fault("This process cannot be closed to other processes of its user: " + e.getMessage() + '.',
          "A sandbox around it may forbid the call; allow prctl.");
    }
  }

  /** Refuses to run with rights that nobody meant it to have. What the sandbox gives opens nothing. */
  static void check(Identity identity, BrokerConfig.Rights config, boolean sandbox) throws Fault {
    if (identity.isSetuid()) {
      throw new Fault("brokerd has other rights than who started it (uid " + identity.uid() + ", effective "
          + identity.effectiveUid() + "; gid " + identity.gid() + ", effective " + identity.effectiveGid()
          + ").",
          "Take the setuid or setgid bit away, and run it as the user whose profiles it serves.");
    }
    if (identity.isRoot() && !config.allowRoot() && !sandbox) {
      throw new Fault("brokerd does not run as root by itself.",
          "Run it as the user whose profiles it serves; where that is root, as in some containers, set"
              + " 'allow_root = true' below [process] in broker.toml.");
    }
  }
}
