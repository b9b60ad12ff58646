package io.credentialbroker.core.iam.explain;

import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.iam.RoleArn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** AWS did not take a parameter. */
final class BadParameter {
  private static final Duration HOUR = Duration.ofHours(1);
  /** The parameters of STS in AWS's sentences, and the profile keys they come from. */
  private static final Map<String, String> KEYS = Map.of("roleSessionName", "role_session_name", "externalId",
      "external_id", "serialNumber", "mfa_serial", "tokenCode", "mfa_serial", "roleArn", "role_arn",
      "sourceIdentity",
      "source_identity", "durationSeconds", "duration_seconds");

  private BadParameter() {}

  static void explain(FailedCall failed, Causes causes) {
    if (failed.reason() == FailureReason.POLICY_REFUSED) {
      policy(failed, causes);
      return;
    }
    duration(failed, causes);
    KEYS.entrySet().stream().filter(entry -> failed.says("'" + entry.getKey() + "'"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> causes.certain(Cause.PARAMETER, "AWS did not take " + entry.getKey() + ": "
            + failed.message(),
            other(entry.getValue(), failed)));
    if (causes.inOrder().isEmpty()) {
      causes.likely(Cause.PARAMETER, "AWS did not take a parameter: " + failed.message(),
          new Mending.Step("See the profile's parameters: broker explain" + Words.profile(failed)));
    }
  }

  private static void duration(FailedCall failed, Causes causes) {
    Duration asked = failed.asked().duration();
    boolean overHour = asked != null && asked.compareTo(HOUR) > 0;
    if (failed.says("1 hour session limit") || failed.says("role chaining")
        || overHour && failed.asked().chained()) {
      causes.certain(Cause.CHAINED_DURATION, "A role that is assumed by a role lasts one hour at most.",
          Mending.ProfileKey.exactly("duration_seconds", "3600"));
    } else if (failed.says("MaxSessionDuration")) {
      causes.add(Cause.DURATION_OVER_ROLE_MAXIMUM, Evidence.CERTAIN,
          "The session would last longer than the role's maximum.", durationMendings(failed));
    } else if (overHour) {
      causes.add(Cause.DURATION_OVER_ROLE_MAXIMUM, Evidence.LIKELY,
          "A role's sessions last one hour unless its maximum was raised.", durationMendings(failed));
    }
  }

  private static List<Mending> durationMendings(FailedCall failed) {
    var mendings = new ArrayList<Mending>();
    Duration asked = failed.asked().duration();
    boolean overHour = asked != null && asked.compareTo(HOUR) > 0;
    mendings.add(overHour ? Mending.ProfileKey.exactly("duration_seconds", "3600") : shorter());
    String arn = failed.asked().roleArn();
    // No role's maximum is below an hour.
    if (arn != null && asked != null && overHour) {
      RoleArn.parse(arn)
          .ifPresent(role -> mendings.add(new Mending.Step("Or raise the role's maximum: aws iam"
              + " update-role --role-name " + role.name() + " --max-session-duration " + asked.toSeconds())));
    }
    return mendings;
  }

  private static Mending other(String key, FailedCall failed) {
    return key.equals("duration_seconds") && HOUR.equals(failed.asked().duration())
        ? shorter()
        : Mending.ProfileKey.ofPerson(key, "a value within AWS's limits");
  }

  private static Mending shorter() {
    return new Mending.ProfileKey("duration_seconds", "900", "seconds; AWS takes no fewer");
  }

  private static void policy(FailedCall failed, Causes causes) {
    if ("PackedPolicyTooLarge".equals(failed.code()) || failed.says("packed size")) {
      causes.certain(Cause.SESSION_POLICY, "Session policies and session tags are too large together.",
          new Mending.Step("Shorten them, or move the policy into a managed one and name its ARN."));
    } else {
      causes.certain(Cause.SESSION_POLICY, "The session policy is no valid policy: " + failed.message(),
          new Mending.Step("See what is wrong with it: broker policy lint FILE"));
    }
  }
}
