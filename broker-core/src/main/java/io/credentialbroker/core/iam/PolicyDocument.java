package io.credentialbroker.core.iam;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.json.Json;
import java.util.List;

/** One IAM policy as a JSON value: immutable, and always of the language version 2012-10-17. */
public final class PolicyDocument {
  /** The current version of the policy language; the older one has no policy variables. */
  public static final String VERSION = "2012-10-17";

  private final ObjectNode root;

  private PolicyDocument(ObjectNode root) {
    this.root = root;
  }

  /** A policy of these statements, which are copied. */
  public static PolicyDocument of(List<ObjectNode> statements) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("Version", VERSION);
    ArrayNode list = root.putArray("Statement");
    statements.forEach(statement -> list.add(statement.deepCopy()));
    return new PolicyDocument(root);
  }

  /** A copy of the JSON value. */
  public ObjectNode json() {
    return root.deepCopy();
  }

  /** How many characters IAM counts against its quotas: it leaves out white space between the tokens. */
  public int size() {
    return compact().codePointCount(0, compact().length());
  }

  /** On one line, as command-line parameters want it. */
  public String compact() {
    return Json.write(root);
  }

  /** Indented by two, with a line feed between lines and none at the end. */
  public String pretty() {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter(
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
        .withObjectIndenter(indenter).withArrayIndenter(indenter);
    return Json.write(root, printer);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PolicyDocument that && root.equals(that.root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  @Override
  public String toString() {
    return compact();
  }
}
