package io.credentialbroker.sandbox;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the sandbox.
 *
 * @param home where config and credentials are written; null for nowhere
 * @param port 0 for any free one
 */
record SandboxArguments(@Nullable Path home, int port) {
  static final String USAGE = "usage: credential-broker-sandbox [--home DIR] [--port N]";

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException saying which argument is wrong
   */
  static SandboxArguments parse(String... arguments) {
    Path home = null;
    int port = 0;
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value");
      }
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--home" -> home = Path.of(value);
        case "--port" -> port = port(value);
        default -> throw new IllegalArgumentException("there is no option " + arguments[i]);
      }
    }
    return new SandboxArguments(home, port);
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--port takes a number from 0 to 65535, not " + value, e);
    }
    throw new IllegalArgumentException("--port takes a number from 0 to 65535, not " + value);
  }
}
