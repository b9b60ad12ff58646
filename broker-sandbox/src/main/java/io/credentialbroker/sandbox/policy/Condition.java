package io.credentialbroker.sandbox.policy;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a {@code Condition} block: an operator with its decorations, a key, the wanted values.
 *
 * @param operator null for the {@code Null} operator
 * @param ifExists true when an absent key satisfies it
 */
record Condition(@Nullable Operator operator, Quantifier quantifier, boolean ifExists, String key,
    List<String> wanted) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

  /** How a key of several values is looked at. */
  enum Quantifier {
    ONE, FOR_ANY_VALUE, FOR_ALL_VALUES
  }

  Condition {
    wanted = List.copyOf(wanted);
  }

  static Condition parse(String decorated, String key, List<String> wanted) {
    String name = decorated;
    Quantifier quantifier = Quantifier.ONE;
    if (name.startsWith("ForAnyValue:")) {
      quantifier = Quantifier.FOR_ANY_VALUE;
      name = name.substring("ForAnyValue:".length());
    } else if (name.startsWith("ForAllValues:")) {
      quantifier = Quantifier.FOR_ALL_VALUES;
      name = name.substring("ForAllValues:".length());
    }
    boolean ifExists = name.endsWith("IfExists");
    name = ifExists ? name.substring(0, name.length() - "IfExists".length()) : name;
    Operator operator = Operator.named(name);
    if (operator == null && !name.equals("Null")) {
      throw new MalformedPolicyException(
          "Syntax errors in policy: no condition operator is called " + decorated);
    }
    return new Condition(operator, quantifier, ifExists, key, wanted);
  }

  boolean holds(Facts facts) {
    List<String> have = facts.get(key);
    if (operator == null) {
      return wanted.contains(have == null ? "true" : "false");
    }
    if (have == null) {
      return ifExists || quantifier == Quantifier.FOR_ALL_VALUES
          || (quantifier == Quantifier.ONE && operator.isNegated());
    }
    Operator asked = operator;
    Predicate<String> meets = fact -> asked.isNegated() != anyWanted(asked, fact, facts);
    return switch (quantifier) {
      case FOR_ALL_VALUES -> have.stream().allMatch(meets);
      case FOR_ANY_VALUE -> have.stream().anyMatch(meets);
      case ONE -> asked.isNegated() ? have.stream().allMatch(meets) : have.stream().anyMatch(meets);
    };
  }

  private boolean anyWanted(Operator asked, String fact, Facts facts) {
    for (String value : wanted) {
      String expanded = expand(value, facts);
      if (expanded != null && asked.holds(fact, expanded)) {
        return true;
      }
    }
    return false;
  }

  /** Puts facts in the place of {@code ${key}}; null when one of them is absent, which matches nothing. */
  static @Nullable String expand(String text, Facts facts) {
    if (text.indexOf("${") < 0) {
      return text;
    }
    var expanded = new StringBuilder();
    var matcher = VARIABLE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      String key = matcher.group(1);
      List<String> values = switch (key) {
        case "*", "?", "$" -> List.of(key);
        default -> facts.get(key);
      };
      if (values == null) {
        return null;
      }
      expanded.append(text, end, matcher.start()).append(values.getFirst());
      end = matcher.end();
    }
    return expanded.append(text.substring(end)).toString();
  }
}
