package io.credentialbroker.core.iam.lint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How firmly the conditions of a statement hold one key: what decides whether a provider's users are told apart.
 *
 * @param conditions those on the key that hold only for texts that match
 */
record Pin(List<Statement.Condition> conditions) {
  private static final Pattern WILDCARDS = Pattern.compile("[*?]*");

  static Pin on(Statement statement, String key) {
    return new Pin(statement.conditions().stream().filter(condition -> condition.isOn(key))
        .filter(condition -> condition.operator().matchesText() && !condition.values().isEmpty()).toList());
  }

  /** Nothing asks for the key. */
  boolean isMissing() {
    return conditions.isEmpty();
  }

  /**
   * A value of wildcards only, when no condition is without one: values of a condition are alternatives, and
   * conditions add up.
   */
  Optional<Json.Text> wildcard() {
    boolean oneHolds = conditions.stream()
        .anyMatch(condition -> condition.values().stream().noneMatch(Pin::isWild));
    return oneHolds
        ? Optional.empty()
        : conditions.stream().flatMap(condition -> condition.values().stream()).filter(Pin::isWild)
            .findFirst();
  }

  boolean isOpen() {
    return isMissing() || wildcard().isPresent();
  }

  /** The values that have to match. */
  List<Json.Text> values() {
    return conditions.stream().flatMap(condition -> condition.values().stream()).toList();
  }

  private static boolean isWild(Json.Text value) {
    return WILDCARDS.matcher(value.value()).matches();
  }
}
