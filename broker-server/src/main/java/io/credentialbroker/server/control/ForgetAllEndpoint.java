package io.credentialbroker.server.control;

import io.credentialbroker.core.session.RoleSessions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Drops all sessions, those that only serve as the base of others too. */
final class ForgetAllEndpoint implements Endpoint {
  private final RoleSessions sessions;

  ForgetAllEndpoint(RoleSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    int held = 0;
    for (var status : sessions.status()) {
      held += status.session() == null ? 0 : 1;
      sessions.forget(status.key());
    }
    return CompletableFuture.completedFuture(Answer.ok(Answer.object().put("forgotten", held)));
  }
}
