package io.credentialbroker.core.iam;

import java.util.regex.Pattern;

/**
 * The policy variables that stand for who calls (IAM User Guide, "Policy variables"): what a caller may choose, such
 * as a session name, says who it is only where it has to be one of these.
 */
public final class CallerVariables {
  // One with a default value, ${aws:username, 'x'}, lets callers without the key in under the default.
  private static final Pattern VARIABLE = Pattern
      .compile("(?i)\\$\\{(aws:(username|userid|SourceIdentity|PrincipalTag/[^}, ]+)|saml:[^}, ]+)}");

  private CallerVariables() {}

  public static boolean isIn(String conditionValue) {
    return VARIABLE.matcher(conditionValue).find();
  }
}
