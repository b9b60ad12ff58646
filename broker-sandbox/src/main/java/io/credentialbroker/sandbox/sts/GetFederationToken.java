package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.policy.Facts;
import io.credentialbroker.sandbox.policy.PolicyDocument;
import io.credentialbroker.sandbox.policy.Verdict;
import io.credentialbroker.sandbox.session.Caller;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.session.SessionContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.regex.Pattern;

/** A user's long-term keys become the narrower credentials of somebody whom AWS does not know. */
final class GetFederationToken implements StsAction {
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]*");
  private static final int DEFAULT_SECONDS = 43_200;
  private static final int ROOT_LIMIT_SECONDS = 3600;

  private final Keyring keys;
  private final InstantSource clock;

  GetFederationToken(Keyring keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "GetFederationToken";
  }

  @Override
  public Answer answer(StsCall call) {
    Caller caller = call.caller();
    Constraints constraints = call.constraints();
    String federated = constraints.required("Name", 2, 32, NAME);
    Integer asked = constraints.optionalNumber("DurationSeconds", 900, 129_600);
    SessionRequest request = SessionRequest.of(call.parameters(), constraints);
    constraints.check();
    int packed = request.packedPercent();
    if (caller.hasSession() || !(caller.principal() instanceof Principal.User user)) {
      throw AwsError.accessDenied("Cannot call GetFederationToken with session credentials");
    }
    var principal = new Principal.FederatedUser(user.user(), federated);
    Facts facts = CallFacts.of(caller, false, clock.instant(), call.region()).putTags("aws:RequestTag/",
        request.tags());
    requireOwn(user, "sts:GetFederationToken", principal.arn(), facts);
    if (!request.tags().isEmpty()) {
      requireOwn(user, "sts:TagSession", principal.arn(), facts);
    }
    int seconds = asked == null ? DEFAULT_SECONDS : asked;
    if (user.user().isRoot()) {
      seconds = Math.min(seconds, ROOT_LIMIT_SECONDS);
    }
    var context = new SessionContext(null, null, request.tags(), Set.of(), request.documents());
    IssuedSession session = keys.issue(principal, context, Duration.ofSeconds(seconds));
    return StsXml.result(name(), xml -> {
      StsXml.credentials(xml, session);
      xml.element("FederatedUser",
          () -> xml.text("FederatedUserId", principal.userId()).text("Arn", principal.arn()));
      xml.text("PackedPolicySize", packed == 0 ? null : packed);
    }).about(user.arn(), principal.arn());
  }

  private static void requireOwn(Principal.User user, String action, String resource, Facts facts) {
    Verdict verdict = user.user().isRoot() ? Verdict.ALLOWED : Verdict.SILENT;
    for (PolicyDocument policy : user.policies()) {
      verdict = verdict.and(policy.about(action, resource, facts));
    }
    if (!verdict.isAllow()) {
      throw Authorizer.refusal(user, action, resource);
    }
  }
}
