package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.cli.surroundings.Surroundings;
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
 * @param unclosed the lines of headings without their second bracket, for which the whole file is refused
 */
record AwsFile(Path path, Kind kind, List<Section> sections, List<Integer> unclosed) {

  private static final long LARGEST = 4 << 20;

  AwsFile {
    sections = List.copyOf(sections);
    unclosed = List.copyOf(unclosed);
  }

  /** Which of the two it is: their headings are not alike. */
  enum Kind {
    CONFIG, CREDENTIALS
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
      return heading.startsWith("profile ") ? unquoted(heading.substring("profile ".length())) : heading;
    }

    /** Whether it holds where to sign in and no account: what an {@code sso-session} has. */
    boolean isSignIn() {
      return keys.containsKey("sso_start_url") && !keys.containsKey("sso_account_id");
    }

    /** Whether its keys are the broker's and the SDKs' own; those of {@code services} are the services' names. */
    boolean hasKnownKeys() {
      return !heading.startsWith("services ") && !heading.equals("plugins") && !heading.equals("preview");
    }

    /** Keys that do not end by themselves: an access key without a session token. */
    boolean hasLongTermKeys() {
      return keys.containsKey("aws_access_key_id") && keys.containsKey("aws_secret_access_key")
          && !keys.containsKey("aws_session_token");
    }
  }

  /** Where a shared file is: the variable's path, else below {@code ~/.aws}. */
  static Path place(Surroundings here, Kind kind) {
    String named = here.variable(switch (kind) {
      case CONFIG -> "AWS_CONFIG_FILE";
      case CREDENTIALS -> "AWS_SHARED_CREDENTIALS_FILE";
    });
    String home = here.variable("HOME");
    if (named.isEmpty()) {
      return Path.of(home, ".aws", kind.name().toLowerCase(Locale.ROOT));
    }
    return Path.of(named.startsWith("~/") ? home + named.substring(1) : named);
  }

  /** Reads a file; one that is larger than any real one is not read. */
  static AwsFile read(Path path, Kind kind) throws IOException {
    if (Files.size(path) > LARGEST) {
      throw new IOException("larger than " + LARGEST + " bytes");
    }
    var sections = new ArrayList<Section>();
    var unclosed = new ArrayList<Integer>();
    int number = 0;
    // A byte that is no UTF-8 is not worth failing for: only names are read.
    String all = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    // Editors on Windows put a byte order mark before the first line.
    for (String line : (all.startsWith("\uFEFF") ? all.substring(1) : all).split("\n", -1)) {
      number++;
      String text = line.strip();
      if (text.startsWith("[") && text.indexOf(']') > 0) {
        sections.add(new Section(text.substring(1, text.indexOf(']')).strip().replaceAll("\\s+", " "), number,
            new LinkedHashMap<>()));
      } else if (line.startsWith("[")) {
        unclosed.add(number);
      } else if (!sections.isEmpty() && isKey(line)) {
        sections.get(sections.size() - 1).keys()
            .putIfAbsent(line.substring(0, line.indexOf('=')).strip().toLowerCase(Locale.ROOT), number);
      }
    }
    return new AwsFile(path, kind, sections, unclosed);
  }

  /** A name without the quotes that the AWS CLI allows around it. */
  static String unquoted(String name) {
    return name.strip().replaceAll("^[\"']|[\"']$", "");
  }

  /** An indented line belongs to the nested value above it. */
  private static boolean isKey(String line) {
    return line.indexOf('=') > 0 && !Character.isWhitespace(line.charAt(0))
        && line.charAt(0) != '#' && line.charAt(0) != ';';
  }
}
