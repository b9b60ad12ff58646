package io.credentialbroker.server.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One JSON object a line: {@code time}, {@code level}, {@code logger}, {@code message}, and of an {@link Event} its
 * name as {@code event} and its fields.
 */
final class JsonLine extends Formatter {
  @Override
  public String format(LogRecord line) {
    return "{\"time\":\"" + line.getInstant() + "\",\"level\":\"" + TextLine.level(line.getLevel())
        + "\",\"logger\":\"" + quoted(TextLine.name(line)) + "\",\"message\":\""
        + quoted(formatMessage(line) + OneLine.of(line.getThrown())) + "\"" + event(line) + "}\n";
  }

  private static String event(LogRecord line) {
    if (!(line instanceof Event.Line event)) {
      return "";
    }
    var text = new StringBuilder(",\"event\":\"").append(quoted(event.event())).append('"');
    event.fields().forEach((field, value) -> {
      text.append(",\"").append(quoted(field)).append("\":");
      if (value instanceof Number) {
        text.append(value);
      } else {
        text.append('"').append(quoted(value.toString())).append('"');
      }
    });
    return text.toString();
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
