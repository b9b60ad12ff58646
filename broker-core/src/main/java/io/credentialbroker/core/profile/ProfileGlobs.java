package io.credentialbroker.core.profile;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Profile names chosen by pattern: {@code *} stands for any run of characters, {@code ?} for one. The match is
 * on the whole name and is case-sensitive, as profile names are.
 */
public record ProfileGlobs(List<String> globs) {
  private static final String EVERY = "*";
  public static final ProfileGlobs ALL = new ProfileGlobs(List.of(EVERY));
  public static final ProfileGlobs NONE = new ProfileGlobs(List.of());

  public ProfileGlobs {
    globs = List.copyOf(globs);
  }

  public boolean match(ProfileName name) {
    // The usual one first: an expression for each profile would take milliseconds of a start.
    return globs.contains(EVERY)
        || globs.stream().anyMatch(glob -> Pattern.matches(regexOf(glob), name.value()));
  }

  private static String regexOf(String glob) {
    return glob.codePoints().mapToObj(letter -> switch (letter) {
      case '*' -> ".*";
      case '?' -> ".";
      default -> Pattern.quote(Character.toString(letter));
    }).collect(Collectors.joining());
  }
}
