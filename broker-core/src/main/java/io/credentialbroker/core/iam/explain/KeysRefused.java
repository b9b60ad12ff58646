package io.credentialbroker.core.iam.explain;

/** AccessDenied for a call that a user makes for its own session. */
final class KeysRefused {
  private KeysRefused() {}

  static void explain(FailedCall failed, Causes causes) {
    boolean assumed = Caller.of(failed).filter(it -> it.arn().resource().startsWith("assumed-role/"))
        .isPresent();
    if (failed.says("MultiFactorAuthentication failed")) {
      causes.certain(Cause.MFA, "AWS did not take the one-time code.",
          new Mending.Step("Wait for the next code: each"
              + " one works once. Then: broker mfa" + Words.profile(failed)),
          Mendings.of(failed).device("the ARN of the user's own MFA device"));
    } else if (failed.says("explicit deny")) {
      causes.certain(Cause.EXPLICITLY_DENIED, "A policy denies it, which no other policy can undo.",
          new Mending.Step("Find the Deny in the policy that AWS names: " + failed.message()));
    } else if (assumed || failed.says("session credentials")) {
      causes.certain(Cause.CALLER_NOT_ALLOWED, "The call takes the long-term keys of a user, not a session.",
          Mending.ProfileKey.ofPerson("source_profile",
              "a profile with the user's own keys, or assume a role in its place"));
    } else {
      causes.likely(Cause.CALLER_NOT_ALLOWED, "The caller's policies do not allow the call.",
          new Mending.Step("See which action AWS names, and have it allowed: " + failed.message()));
    }
  }
}
