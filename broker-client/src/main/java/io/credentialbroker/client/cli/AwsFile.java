package io.credentialbroker.client.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The headings and keys of a shared AWS file, without their values. A line at a time and forgiving: what is written
 * with a mistake is the daemon's to tell.
 *
 * @param sections in the order of the file
 */
record AwsFile(Path path, List<Section> sections) {
  private static final long LARGEST = 4 << 20;

  AwsFile {
    sections = List.copyOf(sections);
  }

  /**
   * One section.
   *
   * @param heading what stands between the brackets, blanks normalised
   * @param line of the heading, from 1
   * @param keys names in lower case with their lines
   */
  record Section(String heading, int line, Map<String, Integer> keys) {
    /** The profile's name, as the config file and the credentials file write it. */
    String profile() {
      return heading.startsWith("profile ")
          ? heading.substring("profile ".length()).strip().replaceAll("^[\"']|[\"']$", "")
          : heading;
    }

    /** Keys that do not end by themselves: an access key without a session token. */
    boolean hasLongTermKeys() {
      return keys.containsKey("aws_access_key_id") && keys.containsKey("aws_secret_access_key")
          && !keys.containsKey("aws_session_token");
    }
  }

  /** Where a shared file is: the variable's path, else below {@code ~/.aws}. */
  static Path place(Surroundings here, String variable, String usual) {
    String named = here.variable(variable);
    String home = here.variable("HOME");
    if (named.isEmpty()) {
      return Path.of(home, ".aws", usual);
    }
    return Path.of(named.startsWith("~/") ? home + named.substring(1) : named);
  }

  /** Reads a file; one that is larger than any real one is not read. */
  static AwsFile read(Path path) throws IOException {
    if (Files.size(path) > LARGEST) {
      throw new IOException("larger than " + LARGEST + " bytes");
    }
    var sections = new ArrayList<Section>();
    int number = 0;
    // A byte that is no UTF-8 is not worth failing for: only names are read.
    for (String line : new String(Files.readAllBytes(path), StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      String text = line.strip();
      if (text.startsWith("[") && text.indexOf(']') > 0) {
        sections.add(new Section(text.substring(1, text.indexOf(']')).strip().replaceAll("\\s+", " "), number,
            new LinkedHashMap<>()));
      } else if (!sections.isEmpty() && isKey(line)) {
        sections.get(sections.size() - 1).keys()
            .putIfAbsent(line.substring(0, line.indexOf('=')).strip().toLowerCase(Locale.ROOT), number);
      }
    }
    return new AwsFile(path, sections);
  }

  /** An indented line belongs to the nested value above it. */
  private static boolean isKey(String line) {
    return line.indexOf('=') > 0 && !Character.isWhitespace(line.charAt(0))
        && line.charAt(0) != '#' && line.charAt(0) != ';';
  }
}
