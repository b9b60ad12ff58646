package io.credentialbroker.server.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A change of state that is told: to people as a sentence, to collectors with a name and its parts as fields
 * beside it. Both are stable; docs/operations.md lists them.
 */
public final class Event {
  private final Logger log;
  private final Level level;
  private final String name;
  private final Map<String, Object> fields = new LinkedHashMap<>();

  private Event(Logger log, Level level, String name) {
    this.log = log;
    this.level = level;
    this.name = name;
  }

  /** Something that goes its way. */
  public static Event info(org.slf4j.Logger log, String name) {
    return of(Logger.getLogger(log.getName()), Level.INFO, name);
  }

  /** Something that somebody should look at. */
  public static Event warn(org.slf4j.Logger log, String name) {
    return of(Logger.getLogger(log.getName()), Level.WARNING, name);
  }

  static Event of(Logger log, Level level, String name) {
    return new Event(log, level, name);
  }

  /** A number stays one, a list is one of texts, and anything else is its text. What is null is left out. */
  public Event with(String field, @Nullable Object value) {
    if (value != null) {
      fields.put(field, value);
    }
    return this;
  }

  /** Writes it. */
  public void tell(String sentence) {
    if (log.isLoggable(level)) {
      var line = new Line(level, sentence, name, fields);
      line.setLoggerName(log.getName());
      log.log(line);
    }
  }

  /** What reaches the formatters. */
  static final class Line extends LogRecord {
    private static final long serialVersionUID = 1;

    private final String event;
    private final transient Map<String, Object> fields;

    Line(Level level, String sentence, String event, Map<String, Object> fields) {
      super(level, sentence);
      this.event = event;
      this.fields = fields;
    }

    String event() {
      return event;
    }

    Map<String, Object> fields() {
      return fields;
    }
  }
}
