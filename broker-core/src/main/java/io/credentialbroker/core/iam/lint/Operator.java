package io.credentialbroker.core.iam.lint;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A condition operator in its parts.
 *
 * @param qualifier {@code ForAllValues} or {@code ForAnyValue}, where there is one
 * @param base e.g. {@code StringLike}, as documented
 * @param ifExists whether it also holds for a request without the key
 */
record Operator(@Nullable String qualifier, String base, boolean ifExists) {

  private static final String IF_EXISTS = "IfExists";
  private static final List<String> QUALIFIERS = List.of("ForAllValues", "ForAnyValue");
  private static final List<String> BASES = List.of("StringEquals", "StringNotEquals",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike", "NumericEquals", "NumericNotEquals",
      "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
      "DateEquals",
      "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
      "Bool",
      "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike",
      "Null");

  /** The operator of that name, whatever its case; empty when there is none. */
  static Optional<Operator> parse(String text) {
    int colon = text.indexOf(':');
    String qualifier = colon < 0 ? null : named(QUALIFIERS, text.substring(0, colon));
    if (colon >= 0 && qualifier == null) {
      return Optional.empty();
    }
    String rest = text.substring(colon + 1);
    boolean ifExists = rest.regionMatches(true, rest.length() - IF_EXISTS.length(), IF_EXISTS, 0,
        IF_EXISTS.length());
    String base = named(BASES, ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest);
    // Whether a key exists cannot be asked "if it exists".
    return base == null || (base.equals("Null") && ifExists)
        ? Optional.empty()
        : Optional.of(new Operator(qualifier, base, ifExists));
  }

  private static @Nullable String named(List<String> known, String text) {
    return known.stream().filter(text::equalsIgnoreCase).findFirst().orElse(null);
  }

  /** As AWS documents it. */
  String documented() {
    return (qualifier == null ? "" : qualifier + ':') + base + (ifExists ? IF_EXISTS : "");
  }

  /** Whether it holds only for texts that match: what can pin a claim. */
  boolean matchesText() {
    return base.equals("StringEquals") || base.equals("StringEqualsIgnoreCase") || base.equals("StringLike");
  }

  /** Whether it holds for what matches rather than for what does not. */
  boolean isPositive() {
    return !base.contains("Not") && !base.equals("Null");
  }

  boolean comparesLiterally() {
    return base.startsWith("String") && base.contains("Equals");
  }

  /** Whether a positive one also holds for a request that has no such key (IAM User Guide, "IfExists", "Set operators"). */
  boolean holdsWithoutKey() {
    return ifExists || isForAllValues();
  }

  boolean isForAllValues() {
    return "ForAllValues".equals(qualifier);
  }
}
