package io.credentialbroker.core.iam.lint;

/**
 * IAM's quotas on characters. White space between tokens is not counted; what stands in strings is.
 */
final class SizeRules {
  private static final int TRUST_DEFAULT = 2048;
  private static final int TRUST_MAXIMUM = 4096;
  private static final int MANAGED = 6144;
  /** All inline policies of a role together: no quota for identity policies is larger. */
  private static final int ROLE_INLINE = 10_240;

  private SizeRules() {}

  static void check(PolicyKind kind, String text, Findings findings) {
    int size = countedSize(text);
    switch (kind) {
      case TRUST -> check(size, TRUST_DEFAULT, TRUST_MAXIMUM, findings);
      case IDENTITY -> check(size, MANAGED, ROLE_INLINE, findings);
    }
  }

  private static void check(int size, int usual, int maximum, Findings findings) {
    if (size > maximum) {
      findings.add(Rule.SIZE_OVER_MAXIMUM, Place.START,
          "The policy has " + size + " characters; " + maximum + " are the most that any quota allows.");
    } else if (size > usual) {
      findings.add(Rule.SIZE_OVER_DEFAULT, Place.START,
          "The policy has " + size + " characters; the default quota is " + usual + ".");
    }
  }

  static int countedSize(String json) {
    int counted = 0;
    boolean inString = false;
    boolean escaped = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString || !Character.isWhitespace(c)) {
        counted++;
      }
      if (escaped) {
        escaped = false;
      } else if (inString && c == '\\') {
        escaped = true;
      } else if (c == '"') {
        inString = !inString;
      }
    }
    return counted;
  }
}
