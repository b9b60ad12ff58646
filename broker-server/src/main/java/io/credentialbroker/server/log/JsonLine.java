package io.credentialbroker.server.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One JSON object a line: {@code time}, {@code level}, {@code logger}, {@code message}. */
final class JsonLine extends Formatter {
  @Override
  public String format(LogRecord line) {
    return "{\"time\":\"" + line.getInstant() + "\",\"level\":\"" + TextLine.level(line.getLevel())
        + "\",\"logger\":\"" + quoted(TextLine.name(line)) + "\",\"message\":\""
        + quoted(formatMessage(line) + OneLine.of(line.getThrown())) + "\"}\n";
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
