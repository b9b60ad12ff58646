package io.credentialbroker.core.secret;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text from elsewhere (an AWS error message, the stderr of a command) made fit to be shown and logged: one
 * line, no control characters, no secret that we know of, nothing that looks like a token, 500 characters at
 * most.
 */
public final class SafeText {
  private static final int LONGEST = 500;

  private static final String REPLACED = "[secret]";

  /**
   * Control characters, line separators, and the format characters that reorder text on a terminal.
   */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+");

  /** An ARN, which is never secret, or forty and more characters that could be a key, a token or a JWT. */
  private static final Pattern ARN_OR_OPAQUE = Pattern
      .compile("(?<arn>arn:[\\w+=,.@:/-]+)|[A-Za-z0-9+/=_.~%-]{40,}");

  private SafeText() {}

  /** Fit to be shown, when no secret is known to have been near it. */
  public static String of(String text) {
    return of(text, List.of());
  }

  /**
   * Fit to be shown.
   *
   * @param near secrets that were part of the call which brought the text; services do quote parameters
   */
  public static String of(String text, Collection<Secret> near) {
    String safe = text;
    for (Secret secret : near) {
      if (!secret.isEmpty()) {
        safe = safe.replace(secret.reveal(), REPLACED);
      }
    }
    safe = UNPRINTABLE.matcher(safe).replaceAll(" ").strip();
    safe = ARN_OR_OPAQUE.matcher(safe)
        .replaceAll(found -> Matcher.quoteReplacement(
            found.group("arn") == null && looksRandom(found.group()) ? REPLACED : found.group()));
    return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST - 1) + "…";
  }

  /** Keys and tokens mix all three kinds of characters; words, paths and hexadecimal digests seldom do. */
  private static boolean looksRandom(String run) {
    return run.chars().anyMatch(Character::isDigit) && run.chars().anyMatch(Character::isUpperCase)
        && run.chars().anyMatch(Character::isLowerCase);
  }
}
