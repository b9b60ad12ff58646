package io.credentialbroker.core.iam.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one statement and reports what is not of the language, whatever the kind of policy. */
final class StatementShape {
  private static final List<String> ELEMENTS = List.of("Sid", "Effect", "Principal", "NotPrincipal", "Action",
      "NotAction", "Resource", "NotResource", "Condition");
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
  private static final Pattern ACTION = Pattern.compile("\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+");

  private final Findings findings;
  private final ConditionShape conditions;

  StatementShape(Findings findings) {
    this.findings = findings;
    this.conditions = new ConditionShape(findings);
  }

  Statement read(Json.Obj source) {
    var elements = new Elements(source, findings);
    elements.reportUnknown(ELEMENTS, "statement");
    sid(elements);
    boolean allows = effect(elements, source);
    List.of("Action", "Principal", "Resource").forEach(name -> conflict(elements, name));
    List<Json.Text> actions = actions(elements, source);
    List<Json.Text> resources = elements.texts("Resource");
    elements.texts("NotResource");
    Json.Member principal = elements.find("Principal");
    var principals = principal == null
        ? List.<Statement.Principal>of()
        : principals(elements, principal.value());
    Json.Member condition = elements.find("Condition");
    return new Statement(source, allows, actions, principals, resources,
        condition == null ? List.of() : conditions.read(condition.value()));
  }

  private void sid(Elements elements) {
    Json.Member sid = elements.find("Sid");
    if (sid == null) {
      return;
    }
    if (!(sid.value() instanceof Json.Text text)) {
      findings.add(Rule.WRONG_TYPE, sid.value().place(),
          "Sid is a string, and this is " + sid.value().kind() + ".");
    } else if (!SID.matcher(text.value()).matches()) {
      findings.add(Rule.SID_INVALID, text.place(), "The Sid '" + text.value() + "' has other characters.");
    }
  }

  private boolean effect(Elements elements, Json.Obj source) {
    Json.Member effect = elements.find("Effect");
    if (effect == null) {
      findings.add(Rule.EFFECT_MISSING, source.place(), "The statement has no Effect.");
      return true;
    }
    if (!(effect.value() instanceof Json.Text text)) {
      findings.add(Rule.WRONG_TYPE, effect.value().place(),
          "Effect is a string, and this is " + effect.value().kind() + ".");
      return true;
    }
    if (!text.value().equals("Allow") && !text.value().equals("Deny")) {
      findings.add(Rule.EFFECT_INVALID, text.place(), "There is no effect '" + text.value() + "'.");
    }
    // What is not clearly a Deny is judged as if it allowed: that is what was meant, and the stricter reading.
    return !text.value().equalsIgnoreCase("Deny");
  }

  private void conflict(Elements elements, String name) {
    Json.Member negation = elements.find("Not" + name);
    if (negation != null && elements.find(name) != null) {
      findings.add(Rule.ELEMENT_CONFLICT, negation.place(),
          name + " and Not" + name + " stand side by side.");
    }
  }

  private List<Json.Text> actions(Elements elements, Json.Obj source) {
    List<Json.Text> actions = List.copyOf(elements.texts("Action"));
    Json.Member action = elements.find("Action");
    if (action != null && action.value() instanceof Json.Arr list && list.items().isEmpty()) {
      findings.add(Rule.ACTION_MISSING, action.place(), "The list of actions is empty.");
    } else if (action == null && elements.find("NotAction") == null) {
      findings.add(Rule.ACTION_MISSING, source.place(), "The statement has no Action.");
    }
    Stream.concat(actions.stream(), elements.texts("NotAction").stream())
        .filter(text -> !ACTION.matcher(text.value()).matches())
        .forEach(text -> findings.add(Rule.ACTION_MALFORMED, text.place(),
            "'" + text.value() + "' is no action."));
    return actions;
  }

  private List<Statement.Principal> principals(Elements elements, Json value) {
    if (value instanceof Json.Text text) {
      return List.of(new Statement.Principal(text.value().equals("*") ? "*" : "", text));
    }
    var principals = new ArrayList<Statement.Principal>();
    if (value instanceof Json.Obj object) {
      Elements.reportDuplicates(object, findings);
      for (Json.Member member : object.members()) {
        elements.texts("A principal", member.value())
            .forEach(text -> principals.add(new Statement.Principal(member.name(), text)));
      }
    } else {
      findings.add(Rule.WRONG_TYPE, value.place(),
          "Principal is an object such as {\"AWS\": \"…\"}, and this is " + value.kind() + ".");
    }
    return List.copyOf(principals);
  }
}
