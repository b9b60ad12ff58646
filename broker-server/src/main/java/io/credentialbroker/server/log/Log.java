package io.credentialbroker.server.log;

import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Sets up {@code java.util.logging}, which slf4j writes to here.
 *
 * <p>Libraries are heard from warning level on, whatever is asked for: at finer levels the AWS SDK logs whole
 * requests and answers, and those carry credentials.
 */
public final class Log {
  /** The daemon's own loggers are below this name, e.g. {@code brokerd.session}. */
  public static final String ROOT = "brokerd";

  // LogManager holds loggers weakly: one that nobody holds loses its level.
  private static final Logger OWN = Logger.getLogger(ROOT);

  private Log() {}

  /** How a line looks. */
  public enum Format {
    /** For people: {@code 2026-11-21T09:12:00Z INFO session: …}. */
    TEXT,
    /** For collectors: one JSON object a line. */
    JSON
  }

  /** From now on lines look like this. */
  public static void use(Format format) {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      if (handler instanceof Lines) {
        handler.setFormatter(formatter(format));
      }
    }
  }

  private static Formatter formatter(Format format) {
    return switch (format) {
      case TEXT -> new TextLine();
      case JSON -> new JsonLine();
    };
  }

  /** Sends everything to {@code out}; {@code verbose} adds the daemon's own detail. */
  public static void to(PrintStream out, Format format, boolean verbose) {
    LogManager.getLogManager().reset();
    Logger all = Logger.getLogger("");
    all.setLevel(Level.WARNING);
    all.addHandler(new Lines(out, formatter(format)));
    OWN.setLevel(verbose ? Level.FINE : Level.INFO);
  }

  /** Nothing is heard from now on: for whoever tells everything in words of its own. */
  public static void silence() {
    LogManager.getLogManager().reset();
    Logger.getLogger("").setLevel(Level.OFF);
    OWN.setLevel(null);
  }

  /** Writes whole lines. Unlike {@code StreamHandler} it takes every level that its loggers let through. */
  private static final class Lines extends Handler {
    private final PrintStream out;

    Lines(PrintStream out, Formatter formatter) {
      this.out = out;
      setFormatter(formatter);
    }

    @Override
    public void publish(java.util.logging.LogRecord line) {
      out.print(getFormatter().format(line));
      out.flush();
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
