package io.credentialbroker.server.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

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
      text.append(switch (value) {
        case Number number -> number;
        case List<?> list -> list.stream().map(JsonLine::text).collect(Collectors.joining(",", "[", "]"));
        default -> text(value);
      });
    });
    return text.toString();
  }

  private static String text(Object value) {
    return '"' + quoted(value.toString()) + '"';
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
