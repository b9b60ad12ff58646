package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.Vend;
import io.credentialbroker.core.session.RoleSession;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Fetches a new session now and tells what became of it; never the session itself. */
final class RefreshEndpoint implements Endpoint {
  private final Broker broker;

  RefreshEndpoint(Broker broker) {
    this.broker = broker;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    return broker.refresh(call.profile()).thenApply(vend -> answer(vend, session -> granted(call, session)));
  }

  /** The answer for a session, or the refusal that every request for one has. */
  static Answer answer(Vend vend, Function<RoleSession, Answer> then) {
    return switch (vend) {
      case Vend.Granted(var session) -> then.apply(session);
      case Vend.Denied denied -> Answer.error(statusOf(denied.kind()), denied.code(), denied.told());
      case Vend.MfaNeeded(var told) -> Answer.error(403, "MfaRequired", told);
      case Vend.SignInNeeded(var told) -> Answer.error(403, "SignInRequired", told);
      case Vend.Unavailable(var failure, var retryAfter, _) -> Answer.error(503, failure.reason().name(),
          failure.told(),
          Map.of("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds()))));
    };
  }

  private static Answer granted(Call call, RoleSession session) {
    var body = Answer.object().put("profile", call.profile().value())
        .put("expiration", StatusEndpoint.second(session.expiration()));
    if (session.credentials().arn() != null) {
      body.put("arn", session.credentials().arn());
    }
    return Answer.ok(body);
  }

  private static int statusOf(Vend.Denied.Kind kind) {
    return switch (kind) {
      case UNKNOWN_PROFILE -> 404;
      case BAD_CONFIGURATION -> 422;
      case NOT_GRANTED, LOCKED, REFUSED_UPSTREAM -> 403;
    };
  }
}
