package io.credentialbroker.sandbox.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "StringEquals|abc|abc|true", "StringEquals|abc|ABC|false", "StringNotEquals|abc|abc|false",
      "StringNotEquals|abc|abd|true", "StringEqualsIgnoreCase|abc|ABC|true",
      "StringNotEqualsIgnoreCase|abc|ABC|false",
      "StringLike|repo:org/app:ref|repo:org/*|true", "StringLike|repo:org/app|repo:???/app|true",
      "StringLike|repo:other/app|repo:org/*|false", "StringNotLike|abc|a*|false", "StringLike|a*c|a*c|true",
      "Bool|true|true|true", "Bool|true|True|true", "Bool|false|true|false",
      "NumericEquals|10|10.0|true", "NumericNotEquals|10|10|false", "NumericLessThan|299|300|true",
      "NumericLessThan|300|300|false", "NumericLessThanEquals|300|300|true",
      "NumericGreaterThan|301|300|true",
      "NumericGreaterThanEquals|300|300|true", "NumericLessThan|ten|300|false",
      "DateLessThan|2026-01-01T00:00:00Z|2026-01-02T00:00:00Z|true",
      "DateGreaterThan|2026-01-01T00:00:00Z|2026-01-02T00:00:00Z|false",
      "DateEquals|1767225600|2026-01-01T00:00:00Z|true", "DateLessThan|never|2026-01-02T00:00:00Z|false",
      "ArnEquals|arn:aws:iam::111122223333:role/a|arn:aws:iam::*:role/a|true",
      "ArnLike|arn:aws:iam::111122223333:role/a|arn:aws:iam::111122223333:*|true",
      "ArnLike|arn:aws:iam::111122223333:role/a|arn:*:role/a|false",
      "ArnNotLike|arn:aws:iam::111122223333:role/a|arn:aws:iam::111122223333:role/*|false",
      "IpAddress|127.0.0.1|127.0.0.0/8|true", "IpAddress|127.0.0.1|10.0.0.0/8|false",
      "IpAddress|127.0.0.1|127.0.0.1|true", "IpAddress|::1|127.0.0.1|false",
      "NotIpAddress|127.0.0.1|10.0.0.0/9|true",
      "IpAddress|127.0.0.1|not an address|false"})
  void holds_oneFactOneValue_comparesAsIamDoes(String operator, String fact, String wanted, boolean holds) {
    assertThat(holds(operator, new Facts().put("key", fact), wanted)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({ "StringEquals,false", "StringNotEquals,true", "StringEqualsIfExists,true", "BoolIfExists,true",
      "ForAllValues:StringEquals,true", "ForAnyValue:StringEquals,false", "ForAnyValue:StringNotEquals,false",
      "NumericLessThan,false", "NumericLessThanIfExists,true", "Null,true"})
  void holds_keyAbsent_dependsOnTheOperator(String operator, boolean holds) {
    assertThat(holds(operator, new Facts(), operator.equals("Null") ? "true" : "1")).isEqualTo(holds);
  }

  @Test
  void holds_nullOperatorOnAPresentKey_isTheOpposite() {
    Facts facts = new Facts().put("key", "there");

    assertThat(holds("Null", facts, "true")).isFalse();
    assertThat(holds("Null", facts, "false")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({ "ForAllValues:StringEquals,false", "ForAnyValue:StringEquals,true",
      "ForAllValues:StringLike,true",
      "ForAnyValue:StringNotEquals,true"})
  void holds_severalFacts_dependsOnTheQuantifier(String operator, boolean holds) {
    Facts facts = new Facts().putAll("key", List.of("red", "green"));

    assertThat(holds(operator, facts, operator.endsWith("Like") ? "*r*" : "red")).isEqualTo(holds);
  }

  @Test
  void holds_keyInAnotherCase_isTheSameKey() {
    assertThat(Condition.parse("StringEquals", "STS:externalid", List.of("x"))
        .holds(new Facts().put("sts:ExternalId", "x"))).isTrue();
  }

  @Test
  void holds_variable_isReplacedByTheFact() {
    Facts facts = new Facts().put("key", "alice").put("aws:username", "alice");

    assertThat(holds("StringEquals", facts, "${aws:username}")).isTrue();
    assertThat(holds("StringEquals", facts, "${aws:nothing}")).isFalse();
    assertThat(holds("StringEquals", new Facts().put("key", "a*"), "a${*}")).isTrue();
  }

  private static boolean holds(String operator, Facts facts, String wanted) {
    return Condition.parse(operator, "key", List.of(wanted)).holds(facts);
  }
}
