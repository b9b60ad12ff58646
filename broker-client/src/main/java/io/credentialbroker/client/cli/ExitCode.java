package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;

/** The exit codes of every command. They are stable; docs/cli.md and every {@code --help} list them. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NO_DAEMON = 3;
  static final int REFUSED = 4;
  static final int PERSON_NEEDED = 5;
  static final int UNAVAILABLE = 6;
  /** As shells have it: the command was found and cannot be run. */
  static final int CANNOT_RUN = 126;
  /** As shells have it: there is no such command. */
  static final int NOT_FOUND = 127;

  /** As shells have it for a program that writes where nobody reads any more: 128 and the number of SIGPIPE. */
  static final int NOBODY_READS = 141;

  private ExitCode() {}

  static int of(BrokerException.Kind kind) {
    return switch (kind) {
      case BAD_REQUEST -> USAGE;
      case NO_DAEMON -> NO_DAEMON;
      case REFUSED -> REFUSED;
      case PERSON_NEEDED -> PERSON_NEEDED;
      case UNAVAILABLE -> UNAVAILABLE;
      case BAD_ANSWER, VERSION, LOCAL -> FAILED;
    };
  }
}
