package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.cli.usage.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Headings of the shared AWS files that no tool takes for what they were meant to be. SDKs pass over them without a
 * word, and the profile is simply not there.
 */
final class Headings {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_\\-/.%@:+]+");
  private static final Pattern JOINED = Pattern.compile("(?i)(profile|sso-session|services)[-_.:/](.+)");
  private static final List<String> KINDS = List.of("profile", "sso-session", "services");
  /** Sections without a name; the last two are the AWS CLI's own. */
  private static final Set<String> ALONE = Set.of("default", "preview", "plugins");

  private Headings() {}

  /**
   * Why a heading does not count.
   *
   * @param instead the heading that is probably meant, without brackets
   */
  record Dead(String why, String instead) {}

  static Optional<Dead> dead(AwsFile.Kind file, AwsFile.Section section) {
    String heading = section.heading();
    int blank = heading.indexOf(' ');
    return file == AwsFile.Kind.CREDENTIALS
        ? inCredentials(heading)
        : blank < 0
            ? alone(heading, section)
            : ofTwoWords(heading, heading.substring(0, blank), heading.substring(blank + 1));
  }

  private static Optional<Dead> inCredentials(String heading) {
    for (String kind : KINDS) {
      if (heading.startsWith(kind + ' ')) {
        return Optional.of(kind.equals("profile")
            ? new Dead("the credentials file has names alone", fitting(heading.substring(kind.length() + 1)))
            : new Dead("only the config file has such sections", heading));
      }
    }
    return named("", heading);
  }

  private static Optional<Dead> alone(String heading, AwsFile.Section section) {
    if (ALONE.contains(heading)) {
      return Optional.empty();
    }
    if (KINDS.contains(heading)) {
      return Optional.of(new Dead("it has no name", heading + " NAME"));
    }
    String why = "headings of the config file are [default], [profile NAME], [sso-session NAME] and"
        + " [services NAME]";
    if (Nearest.to(heading, List.of("default")).isPresent()) {
      return Optional.of(new Dead(why, "default"));
    }
    Matcher joined = JOINED.matcher(heading);
    return Optional.of(new Dead(why, joined.matches()
        ? joined.group(1).toLowerCase(Locale.ROOT) + ' ' + fitting(joined.group(2))
        : (section.isSignIn() ? "sso-session " : "profile ") + fitting(heading)));
  }

  private static Optional<Dead> ofTwoWords(String heading, String kind, String name) {
    if (KINDS.contains(kind)) {
      return named(kind + ' ', name);
    }
    String why = "no section is of the kind '" + kind + "'";
    if (heading.toLowerCase(Locale.ROOT).startsWith("sso session ")) {
      return Optional.of(new Dead(why, "sso-session " + fitting(name.substring(name.indexOf(' ') + 1))));
    }
    return Optional.of(Nearest.to(kind, KINDS).map(right -> new Dead(why, right + ' ' + fitting(name)))
        .orElse(new Dead("headings of profiles begin with 'profile', and names have no blanks",
            "profile " + fitting(heading))));
  }

  private static Optional<Dead> named(String prefix, String name) {
    return NAME.matcher(AwsFile.unquoted(name)).matches()
        ? Optional.empty()
        : Optional.of(new Dead("names are made of A-Z a-z 0-9 _ - / . % @ : +", prefix + fitting(name)));
  }

  /** The name, with a hyphen where it has what no name can have. */
  private static String fitting(String name) {
    return AwsFile.unquoted(name).replaceAll("[^A-Za-z0-9_\\-/.%@:+]+", "-");
  }
}
