package io.credentialbroker.core.iam.lint;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Text of a stranger's file on its way to a terminal: what a terminal would obey, or would hide or turn around,
 * is written as JSON escapes it.
 */
public final class Printable {
  /** Control characters of both sets, line and paragraph separators, invisible and directional marks, lone halves. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cf}\\p{Cs}]");
  private static final Pattern IN_LINES = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cf}\\p{Cs}&&[^\n]]");

  private Printable() {}

  /** One line, whatever came in. */
  public static String line(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(Printable::escaped);
  }

  /** JSON that means the same; its own line feeds stay. */
  static String json(String text) {
    return IN_LINES.matcher(text).replaceAll(Printable::escaped);
  }

  private static String escaped(MatchResult match) {
    var escapes = new StringBuilder();
    match.group().chars().forEach(unit -> escapes.append(String.format("\\\\u%04x", unit)));
    return escapes.toString();
  }
}
