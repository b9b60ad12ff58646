package io.credentialbroker.core.profile;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The limits of the STS API's parameters (its service model and API reference), checked before a call is made
 * so that the message can name the file and the key.
 */
final class StsLimits {
  static final int SHORTEST_SECONDS = 900;
  static final int LONGEST_ROLE_SECONDS = 43_200;
  static final int LONGEST_KEY_SECONDS = 129_600;
  static final int LONGEST_CHAINED_SECONDS = 3_600;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]*");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9_+=,.@:/-]*");
  private static final Pattern SERIAL = Pattern.compile("[A-Za-z0-9_+=/:,.@-]*");
  private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]+:role/[!-~]+");
  private static final Pattern SAML_PROVIDER = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]+:saml-provider/.+");
  private static final Pattern POLICY_ARN = Pattern
      .compile("arn:aws[a-z-]*:iam::(?:[0-9]{12}|aws):policy/.+");
  private static final Pattern TAG_TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
  private static final Pattern POLICY_TEXT = Pattern.compile("[\\t\\n\\r -\\u00FF]*");

  private StsLimits() {}

  static String roleArn(Found found) {
    return arn(found, ROLE, "a role", "arn:aws:iam::ACCOUNT:role/NAME");
  }

  static String samlProvider(Found found) {
    return arn(found, SAML_PROVIDER, "a SAML provider", "arn:aws:iam::ACCOUNT:saml-provider/NAME");
  }

  static String sessionName(Found found) {
    return text(found, 2, 64, NAME, "A-Z a-z 0-9 _ + = , . @ -");
  }

  static String federatedUser(Found found) {
    return text(found, 2, 32, NAME, "A-Z a-z 0-9 _ + = , . @ -");
  }

  static String sourceIdentity(Found found) {
    if (found.text().toLowerCase(Locale.ROOT).startsWith("aws:")) {
      throw found.problem("A source identity must not begin with 'aws:'.", "Choose another one.");
    }
    return text(found, 2, 64, NAME, "A-Z a-z 0-9 _ + = , . @ -");
  }

  static String externalId(Found found) {
    return text(found, 2, 1224, EXTERNAL_ID, "A-Z a-z 0-9 _ + = , . @ : / -");
  }

  static String mfaSerial(Found found) {
    return text(found, 9, 256, SERIAL, "A-Z a-z 0-9 _ + = / : , . @ -");
  }

  /** A number of seconds between 900 and {@code longest}. */
  static Duration duration(Found found, int longest) {
    String digits = found.text().strip();
    if (!digits.matches("[0-9]{1,9}")) {
      throw found.problem("'" + shown(found.text()) + "' is not a number of seconds.",
          "Write a whole number from " + SHORTEST_SECONDS + " to " + longest + ".");
    }
    int seconds = Integer.parseInt(digits);
    if (seconds < SHORTEST_SECONDS || seconds > longest) {
      throw found.problem(seconds + " seconds is outside of what STS gives.",
          "Write a whole number from " + SHORTEST_SECONDS + " to " + longest + ".");
    }
    return Duration.ofSeconds(seconds);
  }

  static SessionPolicy policy(Found place, SessionPolicy policy) {
    String document = policy.document();
    if (document != null && (document.length() > 2048 || document.isBlank())) {
      throw place.problem("The session policy has " + document.length() + " characters; STS takes 1 to 2048.",
          "Shorten it, or put it into a managed policy and name that.");
    }
    if (document != null && !POLICY_TEXT.matcher(document).matches()) {
      throw place.problem("The session policy has characters beyond U+00FF.", "Write it in Latin-1 letters.");
    }
    if (policy.arns().size() > 10) {
      throw place.problem("There are " + policy.arns().size() + " policy ARNs; STS takes 10.",
          "Name fewer, or join some of them into one policy.");
    }
    for (String arn : policy.arns()) {
      arn(new Found(place.where(), place.key(), arn), POLICY_ARN, "a policy",
          "arn:aws:iam::ACCOUNT:policy/NAME");
    }
    return policy;
  }

  static List<SessionTag> tags(Found place, List<SessionTag> tags) {
    if (tags.size() > 50) {
      throw place.problem("There are " + tags.size() + " session tags; STS takes 50.", "Drop some.");
    }
    var seen = new HashSet<String>();
    for (SessionTag tag : tags) {
      tagText(place, "key", tag.key(), 1, 128);
      tagText(place, "value", tag.value(), 0, 256);
      if (!seen.add(tag.key().toLowerCase(Locale.ROOT))) {
        throw place.problem(
            "The tag key '" + shown(tag.key()) + "' occurs twice; letter case does not matter.",
            "Keep one of them.");
      }
    }
    return tags;
  }

  static List<String> transitiveTagKeys(Found place, List<String> keys) {
    if (keys.size() > 50) {
      throw place.problem("There are " + keys.size() + " transitive tag keys; STS takes 50.", "Drop some.");
    }
    keys.forEach(key -> tagText(place, "key", key, 1, 128));
    return keys;
  }

  private static void tagText(Found place, String part, String text, int shortest, int longest) {
    if (text.length() < shortest || text.length() > longest) {
      throw place.problem("The tag " + part + " '" + shown(text) + "' has " + text.length()
          + " characters; STS takes " + shortest + " to " + longest + ".", "Change its length.");
    }
    if (!TAG_TEXT.matcher(text).matches() || text.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      throw place.problem("The tag " + part + " '" + shown(text) + "' is not one that STS takes.",
          "Use letters, digits, blanks and _ . : / = + - @, and do not begin with 'aws:'.");
    }
  }

  private static String text(Found found, int shortest, int longest, Pattern allowed, String allowedInWords) {
    String text = found.text();
    if (text.length() < shortest || text.length() > longest) {
      throw found.problem("'" + shown(text) + "' has " + text.length() + " characters; STS takes " + shortest
          + " to " + longest + ".", "Change its length.");
    }
    if (!allowed.matcher(text).matches()) {
      throw found.problem("'" + shown(text) + "' has characters that STS refuses.",
          "Use only " + allowedInWords + ".");
    }
    return text;
  }

  private static String arn(Found found, Pattern shape, String what, String example) {
    String text = found.text();
    if (text.length() < 20 || text.length() > 2048 || !shape.matcher(text).matches()) {
      throw found.problem("'" + shown(text) + "' is not the ARN of " + what + ".", "It looks like " + example
          + ".");
    }
    return text;
  }

  /** Enough of a value to recognise it in a message. */
  static String shown(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", " ");
    return printable.length() > 80 ? printable.substring(0, 77) + "…" : printable;
  }
}
