package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the STS API reference, checked over a whole request: AWS names every parameter that breaks one,
 * in one {@code ValidationError}.
 */
final class Constraints {
  private final Map<String, String> parameters;
  private final List<String> broken = new ArrayList<>();

  Constraints(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** A text that must be there; what it returns is meaningful only after {@link #check}. */
  String required(String name, int shortest, int longest, @Nullable Pattern pattern) {
    String value = parameters.get(name);
    if (value == null) {
      broken.add(
          "Value null at '" + memberName(name) + "' failed to satisfy constraint: Member must not be null");
      return "";
    }
    text(name, value, value, shortest, longest, pattern);
    return value;
  }

  @Nullable
  String optional(String name, int shortest, int longest, @Nullable Pattern pattern) {
    String value = parameters.get(name);
    if (value != null) {
      text(name, value, value, shortest, longest, pattern);
    }
    return value;
  }

  /** A text that AWS does not repeat in its message. */
  String requiredSecret(String name, int shortest, int longest) {
    String value = parameters.get(name);
    if (value == null) {
      return required(name, shortest, longest, null);
    }
    text(name, value, "***", shortest, longest, null);
    return value;
  }

  @Nullable
  Integer optionalNumber(String name, int least, int most) {
    String value = parameters.get(name);
    if (value == null) {
      return null;
    }
    try {
      int number = Integer.parseInt(value);
      if (number < least) {
        broken(name, value, "Member must have value greater than or equal to " + least);
      } else if (number > most) {
        broken(name, value, "Member must have value less than or equal to " + most);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new AwsError(400, "MalformedInput", name + " is not a number");
    }
  }

  /** Adds what another check found. */
  void broken(String name, String shownValue, String constraint) {
    broken.add("Value '" + shownValue + "' at '" + memberName(name) + "' failed to satisfy constraint: "
        + constraint);
  }

  /** Refuses the request when anything was broken. */
  void check() {
    if (!broken.isEmpty()) {
      String count = broken.size() == 1 ? "1 validation error" : broken.size() + " validation errors";
      throw AwsError.validation(count + " detected: " + String.join("; ", broken));
    }
  }

  private void text(String name, String value, String shown, int shortest, int longest,
      @Nullable Pattern pattern) {
    int length = value.codePointCount(0, value.length());
    if (length < shortest) {
      broken(name, shown, "Member must have length greater than or equal to " + shortest);
    }
    if (length > longest) {
      broken(name, shown, "Member must have length less than or equal to " + longest);
    }
    if (pattern != null && !pattern.matcher(value).matches()) {
      broken(name, shown, "Member must satisfy regular expression pattern: " + pattern);
    }
  }

  /** {@code RoleArn} is called {@code roleArn}, {@code SAMLAssertion} {@code sAMLAssertion}. */
  private static String memberName(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
