package io.credentialbroker.core.iam.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The condition block of one statement while it is being written: operator, key, values, in order. */
final class Conditions {
  private final Map<String, Map<String, List<String>>> blocks = new LinkedHashMap<>();

  /** Text that has to match: by {@code StringLike} where it holds a wildcard, else by {@code StringEquals}. */
  Conditions text(String key, List<String> values) {
    boolean pattern = values.stream().anyMatch(value -> value.indexOf('*') >= 0 || value.indexOf('?') >= 0);
    return put(pattern ? "StringLike" : "StringEquals", key, values);
  }

  Conditions text(String key, String value) {
    return text(key, List.of(value));
  }

  Conditions put(String operator, String key, List<String> values) {
    blocks.computeIfAbsent(operator, ignored -> new LinkedHashMap<>()).put(key, values);
    return this;
  }

  void into(ObjectNode statement) {
    if (blocks.isEmpty()) {
      return;
    }
    ObjectNode condition = JsonNodeFactory.instance.objectNode();
    blocks.forEach((operator, keys) -> {
      ObjectNode block = condition.putObject(operator);
      keys.forEach((key, values) -> block.set(key, OneOrMany.of(values)));
    });
    statement.set("Condition", condition);
  }
}
