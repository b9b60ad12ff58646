package io.credentialbroker.sandbox.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The short policies that most worlds are made of. */
final class Policies {
  private Policies() {}

  static String allow(String action, String resource) {
    ObjectNode statement = JsonNodeFactory.instance.objectNode();
    statement.put("Effect", "Allow").put("Action", action).put("Resource", resource);
    return document(statement);
  }

  static String trust(String kind, String principal, String... actions) {
    ObjectNode statement = JsonNodeFactory.instance.objectNode();
    statement.put("Effect", "Allow").putObject("Principal").put(kind, principal);
    for (String action : actions) {
      statement.withArray("Action").add(action);
    }
    return document(statement);
  }

  private static String document(ObjectNode statement) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("Version", "2012-10-17").putArray("Statement").add(statement);
    return root.toString();
  }
}
