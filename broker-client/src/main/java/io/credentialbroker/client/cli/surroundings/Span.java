package io.credentialbroker.client.cli.surroundings;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A length of time as people type it: {@code 90s}, {@code 15m}, {@code 1h}, {@code 1h30m}, or plain seconds. */
public final class Span {
  private static final Pattern FORM = Pattern
      .compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9})s?)?");

  private Span() {}

  /** In seconds; empty when it is none, or is none that lasts. */
  public static OptionalLong seconds(String typed) {
    Matcher form = FORM.matcher(typed);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    long seconds = number(form.group(1)) * 3600 + number(form.group(2)) * 60 + number(form.group(3));
    return seconds > 0 ? OptionalLong.of(seconds) : OptionalLong.empty();
  }

  /** What should have been typed. */
  public static String expected(String typed) {
    return "'" + typed + "' is no length of time; write e.g. 15m, 1h or 3600";
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
