package io.credentialbroker.core.profile;

import io.credentialbroker.core.text.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * Sections that were meant as profiles and that the SDKs pass over without a word: a forgotten, a needless or a
 * misspelt {@code profile} prefix, a name with blanks. The person who wrote them is told instead.
 */
final class IgnoredSections {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_\\-/.%@:+]+");
  private static final List<String> TELLING = List.of("aws_access_key_id", "role_arn", "credential_process",
      "web_identity_token_file", "sso_account_id", "sso_session", "login_session");

  private static final String PREFIX = "profile ";
  private static final List<String> KINDS = List.of("profile", "sso-session", "services");

  private IgnoredSections() {}

  /** By the name their author meant; only those that hold a key from which credentials are made. */
  static Map<String, ProfileProblem> in(SharedFile file) {
    var found = new LinkedHashMap<String, ProfileProblem>();
    boolean credentials = file.type() == ProfileFile.Type.CREDENTIALS;
    file.lines().headers().forEach((header, line) -> {
      boolean misspelt = misspelt(header);
      boolean prefixed = header.startsWith(PREFIX) || misspelt;
      String name = unquoted(prefixed ? header.substring(header.indexOf(' ') + 1) : header);
      if (!ProfileName.fits(name) || !file.lines().hasAny(header, TELLING)
          || name.startsWith("sso-session ") || name.startsWith("services ")) {
        return;
      }
      String where = file.path() + ":" + line;
      if (!NAME.matcher(name).matches()) {
        found.put(name, new ProfileProblem(where, name, null,
            "The section [" + header
                + "] is ignored: its name has characters other than A-Z a-z 0-9 _ - / . % @ : +.",
            "Rename the profile."));
      } else if (misspelt || (prefixed == credentials && !name.equals("default"))) {
        found.put(name, new ProfileProblem(where, name, null, "The section [" + header + "] is ignored: "
            + (credentials
                ? "the credentials file has names alone."
                : "profiles of the config file are headed [profile NAME]."),
            "Write [" + (credentials || name.equals("default") ? "" : PREFIX) + name
                + "] in this file."));
      }
    });
    return found;
  }

  /** Whether the first of two words is nearly the prefix of profiles; {@code [my dev]} is a name with a blank. */
  private static boolean misspelt(String header) {
    int blank = header.indexOf(' ');
    return blank > 0 && !header.startsWith(PREFIX)
        && Nearest.to(header.substring(0, blank).toLowerCase(Locale.ROOT), KINDS).filter("profile"::equals)
            .isPresent();
  }

  private static String unquoted(String name) {
    boolean quoted = name.length() > 1 && name.charAt(0) == name.charAt(name.length() - 1)
        && "\"'".indexOf(name.charAt(0)) >= 0;
    return quoted ? name.substring(1, name.length() - 1) : name;
  }
}
