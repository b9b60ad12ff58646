package io.credentialbroker.core.iam.explain;

import io.credentialbroker.core.iam.RoleArn;
import io.credentialbroker.core.iam.policy.AllowPolicy;
import io.credentialbroker.core.iam.policy.RoleToAssume;
import io.credentialbroker.core.iam.policy.TrustOptions;
import io.credentialbroker.core.iam.policy.TrustPolicy;
import java.util.List;
import java.util.Optional;

/** The policies that mend a refused AssumeRole, made from what was asked. */
record Mendings(FailedCall failed, Optional<RoleArn> role, Optional<Caller> caller) {

  static Mendings of(FailedCall failed) {
    String arn = failed.asked().roleArn();
    return new Mendings(failed, arn == null ? Optional.empty() : RoleArn.parse(arn), Caller.of(failed));
  }

  /** Lets the caller make this very call. */
  List<Mending> allow() {
    FailedCall.Asked asked = failed.asked();
    if (role.isEmpty()) {
      return List.of(Mending.ProfileKey.ofPerson("role_arn", "the full ARN of the role"));
    }
    var needed = new RoleToAssume(role.get().toString(), asked.sessionTags(), asked.sourceIdentity() != null);
    return List.of(new Mending.CallerPolicy(caller.map(Caller::words).orElse("whoever calls"),
        AllowPolicy.forRoles(List.of(needed)).document()));
  }

  /** The caller's MFA device; a user's first one is most often named like the user. */
  Mending device(String meaning) {
    return caller.map(Caller::arn).filter(arn -> arn.resource().startsWith("user/"))
        .<Mending>map(arn -> new Mending.ProfileKey("mfa_serial", "arn:" + arn.partition() + ":iam::"
            + arn.account() + ":mfa/" + arn.resource().substring(arn.resource().lastIndexOf('/') + 1),
            meaning))
        .orElseGet(() -> Mending.ProfileKey.ofPerson("mfa_serial", meaning));
  }

  /** Lets the role trust this caller, under conditions that this very call fulfils. */
  List<Mending> trust() {
    FailedCall.Asked asked = failed.asked();
    var options = new TrustOptions(asked.mfaSerial() != null, null, asked.externalId(),
        asked.sourceIdentity(), null,
        asked.sessionTags());
    return caller.flatMap(Caller::party).flatMap(party -> role.map(name -> List.<Mending>of(
        new Mending.TrustStatement(name.toString(), TrustPolicy.of(party, options).document()))))
        .orElseGet(
            () -> List.of(new Mending.Step("Have the role's owner trust whoever calls; 'broker policy trust'"
                + " writes the statement once the caller is known.")));
  }
}
