package io.credentialbroker.core.iam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** How the policy language writes a list: a list of one is a plain string, as AWS's own examples have it. */
final class OneOrMany {
  private OneOrMany() {}

  static JsonNode of(List<String> values) {
    if (values.size() == 1) {
      return JsonNodeFactory.instance.textNode(values.getFirst());
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
