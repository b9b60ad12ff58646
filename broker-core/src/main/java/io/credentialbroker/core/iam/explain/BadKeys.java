package io.credentialbroker.core.iam.explain;

import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.region.KnownRegions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The keys of the caller, or the clock they were used by, are wrong. */
final class BadKeys {
  private static final Mending SET = new Mending.Step(
      "Set the clock, and have it kept by NTP: timedatectl set-ntp true");

  private static final String TAKEN_BEFORE = "AWS took the same keys for the step before:";

  private BadKeys() {}

  static void explain(FailedCall failed, Causes causes) {
    clock(failed, causes);
    if (failed.reason() == FailureReason.SIGNATURE_MISMATCH) {
      var key = Mending.ProfileKey.ofPerson("aws_secret_access_key",
          "the key that belongs to the access key id");
      if (failed.known().callerArn() == null) {
        causes.likely(Cause.WRONG_SECRET_KEY,
            "The signature was not made with the secret of this access key.", key);
      } else {
        causes.possible(Cause.WRONG_SECRET_KEY, TAKEN_BEFORE + " the secret may have been changed since.",
            key);
      }
      causes.possible(Cause.CLOCK, ofClock(failed.known().clockSkew()), SET);
    } else if (failed.reason() == FailureReason.INVALID_KEY) {
      unknownKey(failed, causes);
    } else if (failed.call() == FailedCall.Call.ASSUME_ROLE_WITH_WEB_IDENTITY) {
      causes.likely(Cause.EXPIRED, "The token has expired; platforms write a new one into its file in time.",
          Mending.ProfileKey.ofPerson("web_identity_token_file",
              "the file that the platform keeps up to date"));
    } else if (failed.call() == FailedCall.Call.ASSUME_ROLE_WITH_SAML) {
      causes.likely(Cause.EXPIRED, "The assertion is older than the five minutes that AWS takes one for.",
          new Mending.Step("Get a new assertion from the identity provider."));
    } else {
      causes.likely(Cause.EXPIRED, "The session that the call was made with has expired.",
          new Mending.Step("Have its source renew it: broker refresh" + Words.profile(failed)));
    }
  }

  private static void unknownKey(FailedCall failed, Causes causes) {
    var key = Mending.ProfileKey.ofPerson("aws_access_key_id",
        "an active key: IAM console, the user's security credentials");
    if (failed.known().callerArn() != null) {
      causes.possible(Cause.UPSTREAM,
          TAKEN_BEFORE + " a change of keys takes seconds to be known everywhere.",
          new Mending.Step("Try again: broker doctor" + Words.profile(failed)));
      causes.possible(Cause.KEY_INACTIVE,
          TAKEN_BEFORE + " the key may have been switched off or deleted since.",
          key);
      return;
    }
    causes.likely(Cause.KEY_INACTIVE, "AWS does not know the access key, or it was switched off or deleted.",
        key);
    String region = failed.asked().region();
    causes.possible(Cause.WRONG_PARTITION, "Keys of one partition are unknown in every other.",
        new Mending.ProfileKey("region", KnownRegions.elsewhere(region == null ? "us-east-1" : region),
            "a region of the partition that the keys belong to"));
  }

  private static void clock(FailedCall failed, Causes causes) {
    if (failed.says("Signature expired") || failed.says("Signature not yet current")) {
      causes.certain(Cause.CLOCK, "AWS says that the signature is of another time than its own.", SET);
    }
  }

  /** The broker signs by AWS's time once it knows it, so that a clock that is off is no certain cause. */
  private static String ofClock(@Nullable Duration skew) {
    return skew == null || skew.abs().compareTo(FailureExplanation.TOLERATED_SKEW) <= 0
        ? "A clock that is more than five minutes off gives the same answer."
        : "This machine's clock is " + skew.abs().toSeconds() + " s "
            + (skew.isNegative() ? "behind" : "ahead of")
            + " AWS's. The broker signs by AWS's time, but a clock that has just been set may mislead it.";
  }
}
