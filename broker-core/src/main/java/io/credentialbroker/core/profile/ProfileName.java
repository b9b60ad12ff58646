package io.credentialbroker.core.profile;

import org.jspecify.annotations.Nullable;

/**
 * The name of a profile, decoded. Any text that a config file can hold, except control characters, at most
 * 256 characters.
 */
public record ProfileName(String value) implements Comparable<ProfileName> {
  private static final int LONGEST = 256;
  private static final int LONGEST_UNKNOWN = 32;
  private static final int SHOWN_OF_UNKNOWN = 8;
  private static final String NEEDS_NO_QUOTES = "[A-Za-z0-9_./:@%+,=][A-Za-z0-9_./:@%+,=-]*";

  public ProfileName {
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new IllegalArgumentException("a profile name has 1 to " + LONGEST + " characters");
    }
    // A loop and not a stream: a name is made for every request.
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new IllegalArgumentException("a profile name has no control characters");
      }
    }
  }

  /** Whether a text can be the name of a profile; the rest of a file may hold any. */
  public static boolean fits(String value) {
    return !value.isEmpty() && value.length() <= LONGEST && value.chars().noneMatch(Character::isISOControl);
  }

  /** The name as one word of a command that a person can copy into a POSIX shell. */
  public String quoted() {
    return value.matches(NEEDS_NO_QUOTES) ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  /**
   * The name as it may be said and written where it is no profile's: a long one may be a token in the wrong place, so
   * only its beginning is shown.
   */
  public String shownWhereUnknown() {
    return value.length() <= LONGEST_UNKNOWN
        ? value
        : value.substring(0, value.offsetByCodePoints(0, SHOWN_OF_UNKNOWN)) + '…';
  }

  /** What a record has anyway; but that is linked when it is first called, which takes milliseconds of a start. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProfileName name && name.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(ProfileName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
