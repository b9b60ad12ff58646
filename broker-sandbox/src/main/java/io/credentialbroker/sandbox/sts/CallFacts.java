package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.policy.Facts;
import io.credentialbroker.sandbox.session.Caller;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.session.SessionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/** The condition keys that every request has, and those that the caller brings. */
final class CallFacts {
  private CallFacts() {}

  static Facts common(Instant now, String region) {
    return new Facts().put("aws:CurrentTime", now).put("aws:EpochTime", now.getEpochSecond())
        .put("aws:SecureTransport", false).put("aws:SourceIp", "127.0.0.1")
        .put("aws:RequestedRegion", region.isEmpty() ? null : region);
  }

  /**
   * With the caller's own keys.
   *
   * @param codeGiven whether a one-time code came with this very call
   */
  static Facts of(Caller caller, boolean codeGiven, Instant now, String region) {
    Principal principal = caller.principal();
    SessionContext context = caller.context();
    var tags = new LinkedHashMap<>(principal.tags());
    tags.putAll(context.tags());
    Facts facts = common(now, region).put("aws:PrincipalArn", principal.principalArn())
        .put("aws:PrincipalAccount", principal.account()).put("aws:PrincipalType", principal.type())
        .put("aws:userid", principal.userId()).put("aws:SourceIdentity", context.sourceIdentity())
        .putTags("aws:PrincipalTag/", tags);
    if (principal instanceof Principal.User user) {
      facts.put("aws:username", user.user().name());
    }
    IssuedSession session = caller.session();
    if (session != null) {
      facts.put("aws:TokenIssueTime", session.issued());
    }
    return mfa(facts, caller, codeGiven, now);
  }

  /** Long-term keys have no MFA keys at all, which is why policies ask for them with {@code BoolIfExists}. */
  private static Facts mfa(Facts facts, Caller caller, boolean codeGiven, Instant now) {
    Instant mfaAt = codeGiven ? now : caller.context().mfaAt();
    if (mfaAt != null) {
      return facts.put("aws:MultiFactorAuthPresent", true).put("aws:MultiFactorAuthAge",
          Duration.between(mfaAt, now).toSeconds());
    }
    return caller.hasSession() ? facts.put("aws:MultiFactorAuthPresent", false) : facts;
  }
}
