package io.credentialbroker.core.iam.lint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How firmly the conditions of a statement hold one key: what decides whether a provider's users are told apart.
 *
 * @param key e.g. {@code accounts.google.com:aud}
 * @param everybody values that say as little as wildcards alone
 * @param conditions those on the key that hold only for texts that match
 * @param lax those that would, but hold for a token without the claim as well: as good as none
 */
record Pin(String key, Pattern everybody, List<Statement.Condition> conditions,
    List<Statement.Condition> lax) {

  private static final Pattern WILDCARDS = Pattern.compile("[*?]*");

  static Pin on(Statement statement, String key) {
    return on(statement, key, WILDCARDS);
  }

  /**
   * The same for a claim whose values have a part in common.
   *
   * @param everybody what, beside wildcards alone, fits every value of the claim
   */
  static Pin on(Statement statement, String key, Pattern everybody) {
    List<Statement.Condition> matching = statement.conditions().stream()
        .filter(condition -> condition.isOn(key))
        .filter(condition -> condition.operator().matchesText() && !condition.values().isEmpty()).toList();
    return new Pin(key, everybody, matching.stream().filter(statement::requires).toList(),
        matching.stream().filter(condition -> !statement.requires(condition)).toList());
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
        .anyMatch(condition -> condition.values().stream().noneMatch(this::isWild));
    return oneHolds
        ? Optional.empty()
        : conditions.stream().flatMap(condition -> condition.values().stream()).filter(this::isWild)
            .findFirst();
  }

  boolean isOpen() {
    return isMissing() || wildcard().isPresent();
  }

  /**
   * Reports that nothing holds the key: at the condition that fails to, else at the provider.
   *
   * @param undone what no condition does, e.g. {@code names the app}
   */
  void report(Rule rule, Provider provider, String undone, Findings findings) {
    if (conditions.isEmpty() && !lax.isEmpty()) {
      Statement.Condition open = lax.getFirst();
      findings.add(rule, open.place(), open.operator().documented() + " also lets in whoever's token has no '"
          + key + "', so no condition " + undone + ".");
    } else {
      findings.add(rule, provider.place(), "No condition on " + key + " " + undone + ".");
    }
  }

  /** The values that have to match. */
  List<Json.Text> values() {
    return conditions.stream().flatMap(condition -> condition.values().stream()).toList();
  }

  private boolean isWild(Json.Text value) {
    return WILDCARDS.matcher(value.value()).matches() || everybody.matcher(value.value()).matches();
  }
}
