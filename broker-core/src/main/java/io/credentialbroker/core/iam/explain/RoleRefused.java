package io.credentialbroker.core.iam.explain;

import io.credentialbroker.core.iam.Arn;
import io.credentialbroker.core.iam.RoleArn;
import java.util.ArrayList;
import java.util.List;

/**
 * AssumeRole answered AccessDenied. Both sides have to agree: a policy of the caller and the trust policy of the
 * role. STS says which one is missing in some answers only, and never that a condition failed or that there is no
 * such role.
 */
final class RoleRefused {
  private RoleRefused() {}

  static void explain(FailedCall failed, Causes causes) {
    var mendings = Mendings.of(failed);
    said(failed, mendings, causes);
    followsFromCaller(mendings, causes);
    if (!causes.anyCertain()) {
      guessed(failed, mendings, causes);
    }
  }

  /** What AWS's sentence says outright (IAM User Guide, "Troubleshoot access denied error messages"). */
  private static void said(FailedCall failed, Mendings mendings, Causes causes) {
    if (failed.says("MultiFactorAuthentication failed")) {
      causes.certain(Cause.MFA, "AWS did not take the one-time code.",
          new Mending.Step("Wait for the next code: each"
              + " one works once. Then: broker mfa" + Words.profile(failed)),
          mendings.device("the ARN of the caller's own MFA device"));
    } else if (failed.says("Roles may not be assumed by root accounts")) {
      root(causes);
    } else if (failed.says("explicit deny")) {
      causes.certain(Cause.EXPLICITLY_DENIED, "A policy denies it, which no other policy can undo.",
          new Mending.Step("Find the Deny in the policy that AWS names: " + failed.message()));
    } else if (failed.says("perform: sts:TagSession")) {
      both(Cause.SESSION_TAGS, "The call passes session tags, which one of the two sides does not allow.",
          mendings,
          causes);
    } else if (failed.says("perform: sts:SetSourceIdentity")) {
      both(Cause.SOURCE_IDENTITY,
          "The call sets a source identity, which one of the two sides does not allow.",
          mendings, causes);
    } else if (failed.says("no identity-based policy allows") || failed.says("no permissions boundary allows")
        || failed.says("no session policy allows") || failed.says("no service control policy allows")) {
      causes.add(Cause.CALLER_NOT_ALLOWED, Evidence.CERTAIN,
          "AWS says that the caller's side does not allow it.",
          mendings.allow());
    } else if (failed.says("no resource-based policy allows") || failed.says("trust policy")) {
      causes.add(Cause.TRUST_POLICY, Evidence.CERTAIN,
          "AWS says that the role's trust policy does not allow it.",
          mendings.trust());
    }
  }

  private static void followsFromCaller(Mendings mendings, Causes causes) {
    mendings.caller().filter(Caller::isRoot).ifPresent(caller -> root(causes));
    Arn role = mendings.role().map(RoleArn::toString).flatMap(Arn::parse).orElse(null);
    mendings.caller().filter(caller -> role != null && !caller.isIn(role)).ifPresent(caller -> causes.certain(
        Cause.WRONG_PARTITION,
        "The caller is of another partition than the role, and none reaches into another.",
        Mending.ProfileKey.ofPerson("source_profile", "a profile of the role's own partition")));
  }

  private static void guessed(FailedCall failed, Mendings mendings, Causes causes) {
    FailedCall.Asked asked = failed.asked();
    boolean sameAccount = mendings.role()
        .flatMap(role -> mendings.caller().map(it -> it.isIn(role.accountId())))
        .orElse(false);
    causes.add(Cause.CALLER_NOT_ALLOWED, Evidence.LIKELY, sameAccount
        ? "Within one account, a trust policy that names the account needs a policy of the caller beside it."
        : "Into another account, the caller needs a policy of its own, whatever the role trusts.",
        mendings.allow());
    causes.add(Cause.TRUST_POLICY, Evidence.LIKELY, "The role may not trust the caller.", mendings.trust());
    conditions(failed, mendings, sameAccount, causes);
    if (asked.sessionTags()) {
      both(Cause.SESSION_TAGS, Evidence.POSSIBLE, "Session tags need sts:TagSession on both sides.", mendings,
          causes);
    }
    causes.possible(Cause.NO_SUCH_ROLE, "STS answers the same when there is no such role.",
        Mending.ProfileKey.ofPerson(
            "role_arn", "the role's ARN, with its account id and path, as the role's owner gives it"));
  }

  private static void conditions(FailedCall failed, Mendings mendings, boolean sameAccount, Causes causes) {
    FailedCall.Asked asked = failed.asked();
    if (asked.externalId() != null) {
      var sides = new ArrayList<Mending>();
      sides.add(Mending.ProfileKey.ofPerson("external_id", "the id that the role's owner has given out"));
      sides.addAll(mendings.trust());
      causes.add(Cause.EXTERNAL_ID, sameAccount ? Evidence.POSSIBLE : Evidence.LIKELY,
          "The role may ask for another external id than the profile's, '" + asked.externalId()
              + "'; one of the two has to change.",
          List.copyOf(sides));
    } else if (!sameAccount) {
      causes.possible(Cause.EXTERNAL_ID, "The role may ask for an external id, and the profile has none.",
          Mending.ProfileKey.ofPerson("external_id", "the id that the role's owner has given out"));
    }
    // A role has no device, so a chained call cannot bring a code.
    if (asked.mfaSerial() == null && mendings.caller().filter(Caller::isSession).isEmpty()) {
      causes.possible(Cause.MFA, "The role may ask for MFA, and the profile has none.",
          mendings.device("the ARN of the caller's MFA device"));
    }
    if (asked.sourceIdentity() == null) {
      causes.possible(Cause.SOURCE_IDENTITY,
          "The role may ask for a source identity, and the call sets none.",
          Mending.ProfileKey.ofPerson("source_identity",
              "what the role's owner asks for, often the user's name"));
    } else {
      both(Cause.SOURCE_IDENTITY, Evidence.POSSIBLE,
          "A source identity needs sts:SetSourceIdentity on both sides.",
          mendings, causes);
    }
    causes.possible(Cause.SESSION_NAME,
        "The role may ask for a certain session name" + (asked.sessionName() == null
            ? "."
            : ", and the call's is '" + asked.sessionName() + "'."),
        Mending.ProfileKey.ofPerson("role_session_name",
            "what the role's owner asks for, often the user's name"));
  }

  private static void root(Causes causes) {
    causes.certain(Cause.ROOT_USER, "The root user of an account cannot assume roles.",
        new Mending.Step("Use the keys of an IAM user, or sign in through IAM Identity Center."));
  }

  private static void both(Cause cause, String because, Mendings mendings, Causes causes) {
    both(cause, Evidence.CERTAIN, because, mendings, causes);
  }

  private static void both(Cause cause, Evidence evidence, String because, Mendings mendings, Causes causes) {
    var sides = new ArrayList<>(mendings.allow());
    sides.addAll(mendings.trust());
    causes.add(cause, evidence, because, List.copyOf(sides));
  }
}
