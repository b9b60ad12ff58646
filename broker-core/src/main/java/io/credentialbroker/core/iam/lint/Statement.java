package io.credentialbroker.core.iam.lint;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One statement, with what was readable of it: lists are empty where an element is missing or of a wrong type.
 *
 * @param source all of it, for elements that have no part below
 * @param allows whether its effect is Allow
 */
record Statement(Json.Obj source, boolean allows, List<Json.Text> actions, List<Principal> principals,
    List<Json.Text> resources, List<Condition> conditions) {

  /**
   * @param type {@code AWS}, {@code Service}, {@code Federated}; {@code *} where the element is only that
   */
  record Principal(String type, Json.Text value) {
    String text() {
      return value.value();
    }

    Place place() {
      return value.place();
    }

    boolean isEverybody() {
      return text().equals("*") && !type.equals("Service");
    }
  }

  /**
   * @param place where the key stands
   */
  record Condition(Operator operator, String key, Place place, List<Json.Text> values) {
    boolean isOn(String other) {
      return key.equalsIgnoreCase(other);
    }

    /** Whether it holds only for requests that have the key, whatever its value. */
    boolean asksForKey() {
      return operator.base().equals("Null") && !operator.isForAllValues() && !values.isEmpty()
          && values.stream().allMatch(value -> value.value().equalsIgnoreCase("false"));
    }
  }

  Place place() {
    return source.place();
  }

  /** The element of that name as it is written. */
  Json.@Nullable Member element(String name) {
    return source.members().stream().filter(member -> member.name().equals(name)).findFirst().orElse(null);
  }

  /** Where to point for an element: at it, or at the statement that lacks it. */
  Place placeOf(String name) {
    Json.Member member = element(name);
    return member == null ? place() : member.place();
  }

  /** Whether it allows to make a session, rather than only to tag one or name its source. */
  boolean allowsAssuming() {
    return allows && actions.stream().anyMatch(action -> TrustActionRules.isPattern(action)
        || action.value().toLowerCase(Locale.ROOT).startsWith("sts:assumerole"));
  }

  /** Whether a condition holds only where the request has its key: by itself, or because another asks for the key. */
  boolean requires(Condition condition) {
    return !condition.operator().holdsWithoutKey()
        || conditions.stream().anyMatch(other -> other.isOn(condition.key()) && other.asksForKey());
  }
}
