package io.credentialbroker.client.cli.surroundings;

import io.credentialbroker.client.BrokerException;

/** The exit codes of every command. They are stable; docs/cli.md and every {@code --help} list them. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NO_DAEMON = 3;
  public static final int REFUSED = 4;
  public static final int PERSON_NEEDED = 5;
  public static final int UNAVAILABLE = 6;
  /** As shells have it: the command was found and cannot be run. */
  static final int CANNOT_RUN = 126;
  /** As shells have it: there is no such command. */
  static final int NOT_FOUND = 127;

  /** As shells have it for a program that writes where nobody reads any more: 128 and the number of SIGPIPE. */
  public static final int NOBODY_READS = 141;

  private ExitCode() {}

  public static int of(BrokerException.Kind kind) {
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
