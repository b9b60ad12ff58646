package io.credentialbroker.client.cli.surroundings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines made to fit a width in columns. What colours them takes no column; every other character takes one. */
public final class Fitting {
  /** SGR of ECMA-48, or one character. */
  private static final Pattern PIECE = Pattern.compile("\u001b\\[[0-9;]*m|.", Pattern.DOTALL);
  private static final String RESET = "\u001b[0m";

  private Fitting() {}

  /** A row of a table: what does not fit is left out, and {@code mark} stands in its last column. */
  public static String cut(String line, int width, char mark) {
    if (columns(line) <= width) {
      return line;
    }
    var text = new StringBuilder();
    int used = 0;
    for (Matcher piece = PIECE.matcher(line); piece.find() && used < width;) {
      boolean colour = isColour(piece.group());
      text.append(!colour && used == width - 1 ? String.valueOf(mark) : piece.group());
      used += colour ? 0 : 1;
    }
    return line.contains(RESET) ? text + RESET : text.toString();
  }

  /** A word of which both ends tell something, without colours: what does not fit is left out in the middle. */
  public static String shortened(String word, int width, boolean unicode) {
    int length = word.codePointCount(0, word.length());
    if (length <= width) {
      return word;
    }
    int front = (width - 1) / 3;
    return word.substring(0, word.offsetByCodePoints(0, front)) + mark(unicode)
        + word.substring(word.offsetByCodePoints(word.length(), front + 1 - width));
  }

  /** Stands where something was left out. */
  public static char mark(boolean unicode) {
    return unicode ? '\u2026' : '>';
  }

  /** A sentence: it goes on below, as far in as it began. */
  public static List<String> wrapped(String line, int width) {
    return wrapped(line, width, line.length() - line.stripLeading().length(), false);
  }

  /**
   * A sentence that goes on below, {@code hang} columns in. A word that is wider stays whole, for people copy ARNs and
   * paths from there; the terminal breaks it.
   */
  public static String hanging(String line, int width, int hang) {
    return String.join("\n", wrapped(line, width, hang, true));
  }

  private static List<String> wrapped(String line, int width, int hang, boolean wholeWords) {
    int indent = Math.min(hang, width / 2);
    var lines = new ArrayList<String>();
    String rest = line;
    while (columns(rest) > width) {
      int end = lastBreak(rest, width, lines.isEmpty() ? indent : indent + 1, wholeWords);
      if (end == rest.length()) {
        break;
      }
      lines.add(rest.substring(0, end).stripTrailing());
      rest = " ".repeat(indent) + rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  public static int columns(String line) {
    int columns = 0;
    for (Matcher piece = PIECE.matcher(line); piece.find();) {
      columns += isColour(piece.group()) ? 0 : 1;
    }
    return columns;
  }

  /** Behind the last blank that leaves a line of at most {@code width}; within or behind a word that is longer. */
  private static int lastBreak(String line, int width, int least, boolean wholeWords) {
    int used = 0;
    int blank = -1;
    for (Matcher piece = PIECE.matcher(line); piece.find();) {
      if (isColour(piece.group())) {
        continue;
      }
      if (used >= width) {
        if (blank >= least && !piece.group().equals(" ")) {
          return blank;
        }
        if (piece.group().equals(" ") || !wholeWords) {
          return piece.start();
        }
      }
      used++;
      blank = piece.group().equals(" ") && used > least ? piece.end() : blank;
    }
    return line.length();
  }

  private static boolean isColour(String piece) {
    return piece.length() > 1 && piece.charAt(0) == '\u001b';
  }
}
