package io.credentialbroker.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On which line a key stands. The parser's tree has no positions, so the text is looked through once more;
 * a key written in an unusual way (dotted, inline) has no line rather than a wrong one.
 */
final class KeyLines {
  private static final Pattern HEADER = Pattern
      .compile("\\s*(\\[\\[?)\\s*((?:[A-Za-z0-9_.-]|\"[^\"\\\\]*\"|'[^']*')+)\\s*]]?\\s*(?:#.*)?");
  private static final Pattern ENTRY = Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*=.*");

  private final Map<String, Integer> lines = new HashMap<>();

  KeyLines(String text) {
    var counts = new HashMap<String, Integer>();
    String section = "";
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher header = HEADER.matcher(line);
      Matcher entry = ENTRY.matcher(line);
      if (header.matches()) {
        section = header.group(2).replaceAll("[\"']", "");
        if (header.group(1).length() == 2) {
          section += "[" + (counts.merge(section, 1, Integer::sum) - 1) + "]";
        }
        lines.putIfAbsent(section, number);
      } else if (entry.matches()) {
        lines.putIfAbsent(section.isEmpty() ? entry.group(1) : section + '.' + entry.group(1), number);
      }
    }
  }

  /** The lines of a table's own keys by name, and under the empty name that of the table; empty where it has none. */
  Map<String, Integer> under(String table) {
    var found = new HashMap<String, Integer>();
    lines.forEach((path, line) -> {
      if (path.equals(table)) {
        found.put("", line);
      } else if (path.startsWith(table + '.') && path.indexOf('.', table.length() + 1) < 0) {
        found.put(path.substring(table.length() + 1), line);
      }
    });
    return found;
  }

  /** {@code :LINE} for the first of these paths that has one, else nothing. */
  String suffix(List<String> paths) {
    for (String path : paths) {
      Integer line = lines.get(path);
      if (line != null) {
        return ":" + line;
      }
    }
    return "";
  }
}
