package io.credentialbroker.server.log;

import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** One line for people. */
final class TextLine extends Formatter {
  @Override
  public String format(LogRecord line) {
    return line.getInstant().truncatedTo(ChronoUnit.SECONDS) + " " + level(line.getLevel()) + " " + name(line)
        + ": " + OneLine.of(formatMessage(line)) + OneLine.of(line.getThrown()) + '\n';
  }

  /** The words that most daemons use, rather than those of java.util.logging. */
  static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  /** The last word of the logger's name: {@code session} of {@code brokerd.session}. */
  static String name(LogRecord line) {
    String name = line.getLoggerName() == null ? "" : line.getLoggerName();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
