package io.credentialbroker.client.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The {@code [default]} sections that hold credentials. The default chains of all SDKs look there before they ask a
 * container endpoint, so such a section silently gives a program another identity than the one it was started
 * for.
 */
public final class DefaultSection {
  /** Any of these makes an SDK try the section for credentials. */
  private static final Set<String> GIVE_CREDENTIALS = Set.of("aws_access_key_id", "role_arn",
      "credential_process",
      "sso_session", "sso_start_url", "login_session", "web_identity_token_file");
  private static final long LARGEST = 4 << 20;

  private DefaultSection() {}

  /** The variables whose file has such a section, and the file. */
  public record Found(String variable, Path file) {}

  public static List<Found> in(Map<String, String> environment) {
    var found = new ArrayList<Found>();
    look("AWS_CONFIG_FILE", "config", "[default]|[profile default]", environment, found);
    look("AWS_SHARED_CREDENTIALS_FILE", "credentials", "[default]", environment, found);
    return found;
  }

  private static void look(String variable, String usual, String headings, Map<String, String> environment,
      List<Found> found) {
    String named = environment.getOrDefault(variable, "");
    String home = environment.getOrDefault("HOME", "");
    if (named.isEmpty() && home.isEmpty()) {
      return;
    }
    Path file = named.isEmpty()
        ? Path.of(home, ".aws", usual)
        : Path.of(named.startsWith("~/") ? home + named.substring(1) : named);
    if (givesCredentials(file, List.of(headings.split("\\|", -1)))) {
      found.add(new Found(variable, file));
    }
  }

  /** Read by line: a file that cannot be read is one that the program cannot read either. */
  private static boolean givesCredentials(Path file, List<String> headings) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return false;
      }
      boolean inside = false;
      for (String line : Files.readString(file).lines().toList()) {
        String text = line.strip();
        if (text.startsWith("[")) {
          inside = headings.contains(text.replaceAll("\\s+", " ").replaceAll("\\s*([\\[\\]])\\s*", "$1")
              .replaceFirst("\\].*", "]"));
        } else if (inside && gives(line)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** A line that begins with a space belongs to the nested value above it. */
  private static boolean gives(String line) {
    int equals = line.indexOf('=');
    return equals > 0 && !Character.isWhitespace(line.charAt(0))
        && GIVE_CREDENTIALS.contains(line.substring(0, equals).strip().toLowerCase(Locale.ROOT));
  }
}
