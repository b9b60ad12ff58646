package io.credentialbroker.core.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The role session name of profiles that set none. It appears in CloudTrail, so it tells an auditor who, where
 * and by what. It is part of the session key: nothing in it may change from one start to the next.
 *
 * @param template text with {@code {user}}, {@code {host}} and {@code {profile}}
 */
public record SessionNaming(String template, String user, String host) {

  /** What is used unless something else is configured. */
  public static final String DEFAULT_TEMPLATE = "broker-{user}@{host}";

  /** The longest name that STS takes, in characters. */
  static final int LONGEST = 64;

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)\\}");
  private static final Set<String> KNOWN = Set.of("user", "host", "profile");
  private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_+=,.@-]");

  /**
   * Checks the template.
   *
   * @throws IllegalArgumentException when it has a placeholder other than the three; the message names it
   */
  public SessionNaming {
    Matcher placeholders = PLACEHOLDER.matcher(template);
    while (placeholders.find()) {
      if (!KNOWN.contains(placeholders.group(1))) {
        throw new IllegalArgumentException("{" + placeholders.group(1)
            + "} in the session name template is unknown: use {user}, {host} or {profile}");
      }
    }
  }

  /** For the user and the host that this process runs as and on, without asking the network. */
  public static SessionNaming ofThisMachine(String template, Map<String, String> environment) {
    String host = firstLineOf(Path.of("/proc/sys/kernel/hostname"));
    String fallback = environment.getOrDefault("HOSTNAME", "unknown-host");
    return new SessionNaming(template, System.getProperty("user.name", "unknown-user"),
        host == null ? fallback : host);
  }

  /** The name for a profile: characters that STS refuses become {@code -}, and what is too long is cut. */
  public String nameFor(String profile) {
    String filled = template.replace("{user}", user).replace("{host}", host).replace("{profile}", profile);
    String valid = NOT_ALLOWED.matcher(filled).replaceAll("-");
    String named = valid.length() < 2 ? "broker" + valid : valid;
    return named.length() > LONGEST ? named.substring(0, LONGEST) : named;
  }

  private static @Nullable String firstLineOf(Path file) {
    try {
      String line = Files.readString(file).strip();
      return line.isEmpty() ? null : line;
    } catch (IOException _) {
      return null;
    }
  }
}
