package io.credentialbroker.core.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    return of(template, environment, System.getProperty("user.name", ""), Path.of("/"));
  }

  /**
   * The same of another machine.
   *
   * @param named what the JVM says the user is called: {@code ?} where /etc/passwd does not have him, as in containers
   * @param root below which {@code /proc} and {@code /etc} are
   */
  static SessionNaming of(String template, Map<String, String> environment, String named, Path root) {
    String kernel = firstLineOf(root.resolve("proc/sys/kernel/hostname"));
    // A unit with ProcSubset=pid does not see the kernel's; it was set from this file when the machine began.
    String host = kernel == null ? firstLineOf(root.resolve("etc/hostname")) : kernel;
    String fallback = environment.getOrDefault("HOSTNAME", "").strip();
    String user = named.isBlank() || named.equals("?") ? uidBelow(root) : named;
    return new SessionNaming(template, user == null ? "unknown-user" : user,
        host != null ? host : fallback.isEmpty() ? "unknown-host" : fallback);
  }

  /** The name for a profile: characters that STS refuses become {@code -}, and what is too long is cut. */
  public String nameFor(String profile) {
    String filled = template.replace("{user}", user).replace("{host}", host).replace("{profile}", profile);
    String valid = NOT_ALLOWED.matcher(filled).replaceAll("-");
    String named = valid.length() < 2 ? "broker" + valid : valid;
    return named.length() > LONGEST ? named.substring(0, LONGEST) : named;
  }

  /** The first line that says something, by the rules of hostname(5). */
  private static @Nullable String firstLineOf(Path file) {
    return linesOf(file).map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .findFirst()
        .orElse(null);
  }

  /** Whose rights this process has, as a number, by proc(5): the real user id, then the effective one. */
  private static @Nullable String uidBelow(Path root) {
    return linesOf(root.resolve("proc/self/status")).filter(line -> line.startsWith("Uid:"))
        .map(line -> line.split("\\s+", -1)[2]).findFirst().orElse(null);
  }

  private static Stream<String> linesOf(Path file) {
    try {
      return Files.readString(file).lines();
    } catch (IOException _) {
      return Stream.empty();
    }
  }
}
