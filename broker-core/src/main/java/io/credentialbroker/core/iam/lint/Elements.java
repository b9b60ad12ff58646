package io.credentialbroker.core.iam.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one object, read as elements of the policy language. */
final class Elements {
  private final Json.Obj source;
  private final Findings findings;

  Elements(Json.Obj source, Findings findings) {
    this.source = source;
    this.findings = findings;
    reportDuplicates(source, findings);
  }

  /** Every parser picks another of the two, so a reader and IAM may see different policies. */
  static void reportDuplicates(Json.Obj source, Findings findings) {
    Set<String> seen = new HashSet<>();
    for (Json.Member member : source.members()) {
      if (!seen.add(member.name())) {
        findings.add(Rule.DUPLICATE_KEY, member.place(), "The key '" + member.name() + "' occurs twice.");
      }
    }
  }

  void reportUnknown(List<String> known, String where) {
    for (Json.Member member : source.members()) {
      if (!known.contains(member.name())) {
        String meant = known.stream().filter(member.name()::equalsIgnoreCase).findFirst()
            .map(name -> " The element is written '" + name + "'.").orElse("");
        findings.add(Rule.UNKNOWN_ELEMENT, member.place(),
            "A " + where + " has no element '" + member.name() + "'." + meant);
      }
    }
  }

  Json.@Nullable Member find(String name) {
    return source.members().stream().filter(member -> member.name().equals(name)).findFirst().orElse(null);
  }

  /** A string or a list of strings; what is not is reported and left out. */
  List<Json.Text> texts(String name) {
    Json.Member member = find(name);
    return member == null ? List.of() : texts(name, member.value());
  }

  List<Json.Text> texts(String what, Json value) {
    var texts = new ArrayList<Json.Text>();
    for (Json item : value instanceof Json.Arr array ? array.items() : List.of(value)) {
      if (item instanceof Json.Text text) {
        texts.add(text);
      } else {
        findings.add(Rule.WRONG_TYPE, item.place(),
            what + " takes a string or a list of strings, and this is " + item.kind() + ".");
      }
    }
    return texts;
  }
}
