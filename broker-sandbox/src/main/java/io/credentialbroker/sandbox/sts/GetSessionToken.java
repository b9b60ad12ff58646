package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.session.Caller;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.session.SessionContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A user's long-term keys become temporary ones, with the mark of a one-time code where one was given. */
final class GetSessionToken implements StsAction {
  private static final int DEFAULT_SECONDS = 43_200;
  private static final int ROOT_LIMIT_SECONDS = 3600;

  private final Keyring keys;
  private final InstantSource clock;

  GetSessionToken(Keyring keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "GetSessionToken";
  }

  @Override
  public Answer answer(StsCall call) {
    Caller caller = call.caller();
    Constraints constraints = call.constraints();
    Integer asked = constraints.optionalNumber("DurationSeconds", 900, 129_600);
    MfaCheck mfa = MfaCheck.of(constraints);
    constraints.check();
    if (caller.hasSession() || !(caller.principal() instanceof Principal.User user)) {
      throw AwsError.accessDenied("Cannot call GetSessionToken with session credentials");
    }
    Instant now = clock.instant();
    boolean codeGiven = mfa.passes(caller, now);
    int seconds = asked == null ? DEFAULT_SECONDS : asked;
    if (user.user().isRoot()) {
      // AWS shortens it without a word.
      seconds = Math.min(seconds, ROOT_LIMIT_SECONDS);
    }
    var context = new SessionContext(codeGiven ? now : null, null, Map.of(), Set.of(), List.of());
    IssuedSession session = keys.issue(user, context, Duration.ofSeconds(seconds));
    return StsXml.result(name(), xml -> StsXml.credentials(xml, session)).about(user.arn(), mfa.serial());
  }
}
