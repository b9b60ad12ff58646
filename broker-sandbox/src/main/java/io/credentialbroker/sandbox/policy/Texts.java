package io.credentialbroker.sandbox.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The elements that may be one string or a list of strings. */
final class Texts {
  private Texts() {}

  static List<String> of(JsonNode node, String element) {
    if (node.isValueNode() && !node.isNull()) {
      return List.of(node.asText());
    }
    if (!node.isArray() || node.isEmpty()) {
      throw new MalformedPolicyException(
          "Syntax errors in policy: " + element + " is neither text nor a list of texts");
    }
    var texts = new ArrayList<String>();
    for (JsonNode one : node) {
      if (!one.isValueNode() || one.isNull()) {
        throw new MalformedPolicyException(
            "Syntax errors in policy: " + element + " holds something that is no text");
      }
      texts.add(one.asText());
    }
    return List.copyOf(texts);
  }
}
