package io.credentialbroker.server.log;

import org.jspecify.annotations.Nullable;

/** Makes text fit for one line of a log. */
final class OneLine {
  private static final int FRAMES = 12;

  private OneLine() {}

  /** The text with its control characters replaced, so that nobody can forge a line through a profile's name. */
  static String of(String text) {
    return text.chars().anyMatch(Character::isISOControl)
        ? text.replaceAll("\\p{Cntrl}+", " ")
        : text;
  }

  /**
   * Types and frames of a throwable and its causes. Its messages are left out: those of the SDK and of the
   * platform may quote a request, and a request carries credentials.
   */
  static String of(@Nullable Throwable thrown) {
    var line = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      line.append(line.isEmpty() ? " [" : " caused by ").append(cause.getClass().getName());
      StackTraceElement[] frames = cause.getStackTrace();
      for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
        line.append(i == 0 ? " at " : " < ").append(frames[i]);
      }
    }
    return line.isEmpty() ? "" : line.append(']').toString();
  }
}
