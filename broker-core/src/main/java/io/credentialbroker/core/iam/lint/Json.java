package io.credentialbroker.core.iam.lint;

import java.util.List;

/** A JSON value that knows where it stood. Unlike Jackson's tree it keeps keys that occur twice. */
sealed interface Json {
  Place place();

  /** What it is, in words, for messages. */
  String kind();

  record Obj(Place place, List<Member> members) implements Json {
    @Override
    public String kind() {
      return "an object";
    }
  }

  record Arr(Place place, List<Json> items) implements Json {
    @Override
    public String kind() {
      return "a list";
    }
  }

  record Text(Place place, String value) implements Json {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number, true, false or null. */
  record Scalar(Place place, String literal) implements Json {
    @Override
    public String kind() {
      return literal.equals("null")
          ? "null"
          : literal.equals("true") || literal.equals("false")
              ? "a boolean"
              : "a number";
    }
  }

  /**
   * A key and its value.
   *
   * @param place where the key stands; its pointer is that of the value
   */
  record Member(Place place, String name, Json value) {}
}
