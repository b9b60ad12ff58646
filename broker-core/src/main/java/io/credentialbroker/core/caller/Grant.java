package io.credentialbroker.core.caller;

import io.credentialbroker.core.profile.ProfileName;
import java.util.List;
import java.util.Set;

/**
 * Which profiles a caller may have. The match is on the whole decoded name and is case-sensitive, as profile
 * names are.
 *
 * @param globs {@code *} stands for any run of characters, {@code ?} for one
 * @param names profiles named exactly, for a profile whose own name has a {@code *} in it
 */
public record Grant(List<String> globs, Set<ProfileName> names) {
  /** Every profile: what the user's own token and own socket have. */
  public static final Grant EVERYTHING = new Grant(List.of("*"));

  public Grant {
    globs = List.copyOf(globs);
    names = Set.copyOf(names);
  }

  /** What these globs match. */
  public Grant(List<String> globs) {
    this(globs, Set.of());
  }

  /** This one profile, whatever characters its name has. */
  public static Grant only(ProfileName profile) {
    return new Grant(List.of(), Set.of(profile));
  }

  /** Whether no profile is outside it. */
  public boolean isEverything() {
    return globs.stream().anyMatch(glob -> !glob.isEmpty() && glob.chars().allMatch(c -> c == '*'));
  }

  public boolean allows(ProfileName profile) {
    for (String glob : globs) {
      if (matches(glob, profile.value())) {
        return true;
      }
    }
    return names.contains(profile);
  }

  /** Linear in the product of both lengths at worst: it remembers only the last star. */
  private static boolean matches(String glob, String name) {
    int g = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        resume = n;
      } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == name.charAt(n))) {
        g++;
        n++;
      } else if (star >= 0) {
        g = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }
}
