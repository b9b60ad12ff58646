package io.credentialbroker.client.cli.surroundings;

import java.util.List;

/** How a program is started that outlives this one. */
public final class Detached {
  private Detached() {}

  /** Words before a command: a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it. */
  public static List<String> prefix(Surroundings here) {
    return Executables.find("setsid", here.variable("PATH")).map(setsid -> List.of(setsid.toString()))
        .orElse(List.of("/bin/sh", "-c", "trap '' HUP INT; exec \"$0\" \"$@\""));
  }
}
