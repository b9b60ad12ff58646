package io.credentialbroker.core.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where something is mounted, as {@code /proc/self/mountinfo} says (proc_pid_mountinfo(5)). */
final class MountPoints {
  private static final int POINT = 4;
  /** Blanks and backslashes are written as three octal digits. */
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-3][0-7]{2})");

  private MountPoints() {}

  static Set<Path> in(Path mountinfo) throws IOException {
    var points = new HashSet<Path>();
    // Any byte may stand in a name. What is no UTF-8 is taken for something else, and then is no name of ours either.
    for (String line : new String(Files.readAllBytes(mountinfo), StandardCharsets.UTF_8).split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length > POINT) {
        points.add(Path.of(ESCAPED.matcher(fields[POINT]).replaceAll(MountPoints::character)));
      }
    }
    return points;
  }

  private static String character(MatchResult escaped) {
    return Matcher.quoteReplacement(
        String.valueOf((char) Integer.parseInt(escaped.group(1), 8)));
  }
}
