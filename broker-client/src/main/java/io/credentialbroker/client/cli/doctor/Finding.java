package io.credentialbroker.client.cli.doctor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a checkup has looked at.
 *
 * @param subject what was looked at, one word
 * @param message what was found, one sentence without any secret
 * @param remedy what to do about it; absent where nothing is to be done
 */
record Finding(Level level, String subject, String message, @Nullable String remedy) {

  /** How bad it is; only a problem makes the exit code 1. */
  enum Level {
    OK, NOTE, WARNING, PROBLEM;

    /** Lower case, as it is shown. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String subject, String message) {
    return new Finding(Level.OK, subject, message, null);
  }

  static Finding note(String subject, String message) {
    return new Finding(Level.NOTE, subject, message, null);
  }

  static Finding warning(String subject, String message, String remedy) {
    return new Finding(Level.WARNING, subject, message, remedy);
  }

  static Finding problem(String subject, String message, @Nullable String remedy) {
    return new Finding(Level.PROBLEM, subject, message, remedy);
  }
}
