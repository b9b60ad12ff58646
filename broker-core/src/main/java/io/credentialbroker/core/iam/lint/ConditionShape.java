package io.credentialbroker.core.iam.lint;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a condition block: operators, keys and values that the language has. */
final class ConditionShape {
  private static final Pattern KEY = Pattern.compile("[^:\\s]+:\\S.*");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private final Findings findings;

  ConditionShape(Findings findings) {
    this.findings = findings;
  }

  List<Statement.Condition> read(Json value) {
    var conditions = new ArrayList<Statement.Condition>();
    if (!(value instanceof Json.Obj operators)) {
      findings.add(Rule.WRONG_TYPE, value.place(),
          "Condition is an object, and this is " + value.kind() + ".");
      return conditions;
    }
    Elements.reportDuplicates(operators, findings);
    for (Json.Member member : operators.members()) {
      Operator operator = Operator.parse(member.name()).orElse(null);
      if (operator == null) {
        findings.add(Rule.CONDITION_OPERATOR_UNKNOWN, member.place(),
            "There is no condition operator '" + member.name() + "'.");
      } else {
        if (!operator.documented().equals(member.name())) {
          findings.add(Rule.CONDITION_OPERATOR_CASE, member.place(),
              "'" + member.name() + "' is documented as '" + operator.documented() + "'.");
        }
        block(operator, member.value(), conditions);
      }
    }
    return List.copyOf(conditions);
  }

  private void block(Operator operator, Json value, List<Statement.Condition> conditions) {
    if (!(value instanceof Json.Obj keys)) {
      findings.add(Rule.WRONG_TYPE, value.place(),
          operator.documented() + " takes an object of keys, and this is " + value.kind() + ".");
      return;
    }
    Elements.reportDuplicates(keys, findings);
    Set<String> exact = new HashSet<>();
    Set<String> folded = new HashSet<>();
    for (Json.Member member : keys.members()) {
      if (exact.add(member.name()) && !folded.add(member.name().toLowerCase(Locale.ROOT))) {
        findings.add(Rule.DUPLICATE_CONDITION_KEY, member.place(),
            "The key '" + member.name() + "' occurs twice, in different case.");
      }
      if (!KEY.matcher(member.name()).matches()) {
        findings.add(Rule.CONDITION_KEY_MALFORMED, member.place(),
            "'" + member.name() + "' is no condition key.");
      }
      List<Json.Text> values = values(operator, member);
      conditions.add(new Statement.Condition(operator, member.name(), member.place(), values));
    }
  }

  private List<Json.Text> values(Operator operator, Json.Member member) {
    var values = new ArrayList<Json.Text>();
    List<Json> items = member.value() instanceof Json.Arr array ? array.items() : List.of(member.value());
    for (Json item : items) {
      if (item instanceof Json.Text text) {
        values.add(text);
      } else if (item instanceof Json.Scalar scalar && !scalar.literal().equals("null")) {
        // IAM takes true and 300 for "true" and "300".
        values.add(new Json.Text(scalar.place(), scalar.literal()));
      } else {
        findings.add(Rule.WRONG_TYPE, item.place(),
            "A condition value is a string, and this is " + item.kind() + ".");
      }
    }
    if (items.isEmpty()) {
      findings.add(Rule.CONDITION_EMPTY, member.place(),
          "The condition on '" + member.name() + "' has no values.");
    }
    values.stream().filter(value -> !fits(operator, value.value())).forEach(value -> findings.add(
        Rule.CONDITION_VALUE_INVALID, value.place(),
        operator.base() + " cannot compare '" + value.value() + "'."));
    if (values.size() > 1 && (operator.base().equals("Bool") || operator.base().equals("Null"))) {
      findings.add(Rule.CONDITION_VALUE_INVALID, member.place(), operator.base() + " takes one value.");
    }
    return List.copyOf(values);
  }

  private static boolean fits(Operator operator, String value) {
    if (value.contains("${")) {
      return true;
    }
    return switch (operator.base()) {
      case "Bool", "Null" -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
      case String base when base.startsWith("Numeric") -> NUMBER.matcher(value).matches();
      case String base when base.startsWith("Date") -> isDate(value);
      case "IpAddress", "NotIpAddress" -> AddressRange.isOne(value);
      // Strings, ARNs and binary values: any text is of their kind.
      case String _ -> true;
    };
  }

  private static boolean isDate(String value) {
    if (NUMBER.matcher(value).matches()) {
      return true;
    }
    try {
      return value.contains("T")
          ? OffsetDateTime.parse(value).getYear() > 0
          : LocalDate.parse(value).getYear() > 0;
    } catch (DateTimeException notADate) {
      return false;
    }
  }
}
