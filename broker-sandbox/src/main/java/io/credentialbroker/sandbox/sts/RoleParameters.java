package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.world.Arn;
import io.credentialbroker.sandbox.world.IamRole;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters that the three calls which assume a role have in common, with the limits of the API. */
final class RoleParameters {
  private static final Pattern ARN = Pattern
      .compile("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD]+");
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]*");
  private static final int SHORTEST_SESSION = 900;
  private static final int LONGEST_SESSION = 43_200;

  private RoleParameters() {}

  static String roleArn(Constraints constraints) {
    return arn("RoleArn", constraints);
  }

  static String arn(String parameter, Constraints constraints) {
    return constraints.required(parameter, 20, 2048, ARN);
  }

  static String sessionName(Constraints constraints) {
    return constraints.required("RoleSessionName", 2, 64, NAME);
  }

  static @Nullable Integer seconds(Constraints constraints) {
    return constraints.optionalNumber("DurationSeconds", SHORTEST_SESSION, LONGEST_SESSION);
  }

  static @Nullable String sourceIdentity(Constraints constraints) {
    String identity = constraints.optional("SourceIdentity", 2, 64, NAME);
    if (identity != null && identity.startsWith("aws:")) {
      constraints.broken("SourceIdentity", identity, "Member must not begin with aws:");
    }
    return identity;
  }

  /** An ARN that is text enough for the limits may still be no ARN. */
  static void checkArn(String text) {
    if (!text.startsWith("arn:")) {
      throw AwsError.validation(text + " is invalid");
    }
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.kind().equals("role")) {
      throw AwsError.validation("Request ARN is invalid");
    }
  }

  static Duration within(Duration lifetime, IamRole role) {
    if (lifetime.compareTo(role.maxSession()) > 0) {
      throw AwsError
          .validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return lifetime;
  }
}
