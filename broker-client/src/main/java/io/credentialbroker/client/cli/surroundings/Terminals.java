package io.credentialbroker.client.cli.surroundings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a descriptor is a terminal: asked of /proc, because the JDK tells of input and output together only. */
final class Terminals {
  private Terminals() {}

  static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return anyConsole();
    }
  }

  /** Input and output both; a JDK from 22 on may answer with a console that is none, which costs only colour. */
  @SuppressWarnings("SystemConsoleNull")
  static boolean anyConsole() {
    return System.console() != null;
  }
}
