package io.credentialbroker.sandbox.policy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The condition operators of IAM. A comparison whose operands are not of its kind is simply not true, as in
 * IAM.
 */
// The predicates are method references and lambdas without state.
@SuppressWarnings("ImmutableEnumChecker")
enum Operator {
  StringEquals(false, String::equals),
  StringNotEquals(true, String::equals),
  StringEqualsIgnoreCase(false,
      String::equalsIgnoreCase),
  StringNotEqualsIgnoreCase(true, String::equalsIgnoreCase),
  StringLike(false,
      (fact, wanted) -> Glob.matches(wanted, fact)),
  StringNotLike(true, (fact, wanted) -> Glob
      .matches(wanted, fact)),
  ArnEquals(false, Operator::arnMatches),
  ArnNotEquals(true,
      Operator::arnMatches),
  ArnLike(false, Operator::arnMatches),
  ArnNotLike(true,
      Operator::arnMatches),
  Bool(false, String::equalsIgnoreCase),
  NumericEquals(false,
      numeric(order -> order == 0)),
  NumericNotEquals(true,
      numeric(order -> order == 0)),
  NumericLessThan(false,
      numeric(order -> order < 0)),
  NumericLessThanEquals(false,
      numeric(order -> order <= 0)),
  NumericGreaterThan(false,
      numeric(order -> order > 0)),
  NumericGreaterThanEquals(false,
      numeric(order -> order >= 0)),
  DateEquals(false,
      date(order -> order == 0)),
  DateNotEquals(true,
      date(order -> order == 0)),
  DateLessThan(false,
      date(order -> order < 0)),
  DateLessThanEquals(false,
      date(order -> order <= 0)),
  DateGreaterThan(
      false,
      date(
          order -> order > 0)),
  DateGreaterThanEquals(
      false,
      date(
          order -> order >= 0)),
  IpAddress(
      false,
      AddressRange::holds),
  NotIpAddress(
      true,
      AddressRange::holds);

  private final boolean negated;
  private final BiPredicate<String, String> positive;

  Operator(boolean negated, BiPredicate<String, String> positive) {
    this.negated = negated;
    this.positive = positive;
  }

  /** A negated operator asks that none of the wanted values holds, the others that one of them does. */
  boolean isNegated() {
    return negated;
  }

  /** Whether the un-negated comparison holds between a fact of the request and a value of the policy. */
  boolean holds(String fact, String wanted) {
    return positive.test(fact, wanted);
  }

  static @Nullable Operator named(String name) {
    for (Operator operator : values()) {
      if (operator.name().equals(name)) {
        return operator;
      }
    }
    return null;
  }

  /** Each of the six parts of an ARN is matched by itself, so that no wildcard reaches over a colon. */
  private static boolean arnMatches(String fact, String wanted) {
    String[] have = fact.split(":", 6);
    String[] want = wanted.split(":", 6);
    if (have.length != 6 || want.length != 6) {
      return wanted.equals("*");
    }
    for (int part = 0; part < 6; part++) {
      if (!Glob.matches(want[part], have[part])) {
        return false;
      }
    }
    return true;
  }

  private static BiPredicate<String, String> numeric(IntPredicate wanted) {
    return (fact, value) -> {
      try {
        return wanted.test(new BigDecimal(fact).compareTo(new BigDecimal(value)));
      } catch (NumberFormatException e) {
        return false;
      }
    };
  }

  private static BiPredicate<String, String> date(IntPredicate wanted) {
    return (fact, value) -> {
      Instant left = instant(fact);
      Instant right = instant(value);
      return left != null && right != null && wanted.test(left.compareTo(right));
    };
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.matches("\\d+") ? Instant.ofEpochSecond(Long.parseLong(text)) : Instant.parse(text);
    } catch (DateTimeParseException | NumberFormatException e) {
      return null;
    }
  }
}
