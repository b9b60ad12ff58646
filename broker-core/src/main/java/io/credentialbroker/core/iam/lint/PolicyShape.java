package io.credentialbroker.core.iam.lint;

import io.credentialbroker.core.iam.PolicyDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the document's own elements, reports what is not of the language, and makes statements of the rest. */
final class PolicyShape {
  private static final List<String> ELEMENTS = List.of("Version", "Id", "Statement");
  private static final String OLD_VERSION = "2008-10-17";

  private final Findings findings;

  PolicyShape(Findings findings) {
    this.findings = findings;
  }

  List<Statement> statements(Json.Obj root) {
    var elements = new Elements(root, findings);
    elements.reportUnknown(ELEMENTS, "policy");
    version(elements, root);
    Json.Member list = elements.find("Statement");
    if (list == null) {
      findings.add(Rule.STATEMENT_MISSING, root.place(), "The policy has no Statement.");
      return List.of();
    }
    var statements = new ArrayList<Statement>();
    var shape = new StatementShape(findings);
    for (Json item : items(list.value())) {
      if (item instanceof Json.Obj statement) {
        statements.add(shape.read(statement));
      } else {
        findings.add(Rule.WRONG_TYPE, item.place(),
            "A statement is an object, and this is " + item.kind() + ".");
      }
    }
    if (list.value() instanceof Json.Arr array && array.items().isEmpty()) {
      findings.add(Rule.STATEMENT_MISSING, list.place(), "The list of statements is empty.");
    }
    sidsAreUnique(statements);
    return statements;
  }

  private static List<Json> items(Json value) {
    return value instanceof Json.Arr array ? array.items() : List.of(value);
  }

  private void version(Elements elements, Json.Obj root) {
    Json.Member version = elements.find("Version");
    if (version == null) {
      findings.add(Rule.VERSION_MISSING, root.place(), "The policy has no Version.");
    } else if (!(version.value() instanceof Json.Text text)) {
      findings.add(Rule.WRONG_TYPE, version.value().place(),
          "Version is a string, and this is " + version.value().kind() + ".");
    } else if (text.value().equals(OLD_VERSION)) {
      findings.add(Rule.VERSION_OLD, text.place(), "The policy is of version " + OLD_VERSION + ".");
    } else if (!text.value().equals(PolicyDocument.VERSION)) {
      findings.add(Rule.VERSION_UNKNOWN, text.place(), "There is no version '" + text.value() + "'.");
    }
  }

  private void sidsAreUnique(List<Statement> statements) {
    Set<String> seen = new HashSet<>();
    for (Statement statement : statements) {
      Json.Member sid = statement.element("Sid");
      if (sid != null && sid.value() instanceof Json.Text text && !text.value().isEmpty()
          && !seen.add(text.value())) {
        findings.add(Rule.SID_DUPLICATE, text.place(), "The Sid '" + text.value() + "' occurs twice.");
      }
    }
  }
}
