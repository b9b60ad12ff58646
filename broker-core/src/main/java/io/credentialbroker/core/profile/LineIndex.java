package io.credentialbroker.core.profile;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On which lines of a shared file sections and keys stand. The SDK's parser decides what a file means and
 * forgets the lines; this only finds them again, so that a message can say where to look.
 */
final class LineIndex {
  private static final Pattern HEADER = Pattern.compile("^\\[([^\\]]*)\\].*$");
  private static final Pattern KEY = Pattern.compile("^([^\\s=#;\\[][^=]*?)\\s*=.*$");

  private final Map<String, Integer> headers = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> keys = new HashMap<>();

  LineIndex(String text) {
    String header = "";
    int number = 0;
    for (String line : text.split("\r?\n", -1)) {
      number++;
      Matcher section = HEADER.matcher(line);
      Matcher property = KEY.matcher(line);
      if (section.matches()) {
        header = normal(section.group(1));
        headers.putIfAbsent(header, number);
      } else if (property.matches()) {
        keys.computeIfAbsent(header, _ -> new HashMap<>())
            .put(property.group(1), number);
      }
    }
  }

  /**
   * The line of the last assignment of a key, which is the one that counts; of a sub-property
   * ({@code sts.endpoint_url}) the line of its parent; 0 when it is not found.
   *
   * @param key in the letter case in which it is written
   */
  int lineOf(String header, String key) {
    Map<String, Integer> known = keys.getOrDefault(header, Map.of());
    int dot = key.indexOf('.');
    return known.getOrDefault(key, dot < 0 ? 0 : known.getOrDefault(key.substring(0, dot), 0));
  }

  /** Every header as written, blanks made single, with the line where it first stands. */
  Map<String, Integer> headers() {
    return headers;
  }

  /** Whether any of these keys is written under the header. */
  boolean hasAny(String header, Iterable<String> wanted) {
    for (String key : wanted) {
      if (lineOf(header, key) > 0) {
        return true;
      }
    }
    return false;
  }

  private static String normal(String header) {
    return header.strip().replaceAll("\\s+", " ");
  }
}
