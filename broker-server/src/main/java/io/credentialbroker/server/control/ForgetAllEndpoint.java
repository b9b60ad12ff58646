package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Drops all sessions, those too that only serve as the base of others, among them what one-time codes made. */
final class ForgetAllEndpoint implements Endpoint {
  private final Broker broker;
  private final RoleSessions sessions;

  ForgetAllEndpoint(Broker broker, RoleSessions sessions) {
    this.broker = broker;
    this.sessions = sessions;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    var keys = sessions.status().stream().map(SessionStatus::key).toList();
    return CompletableFuture.completedFuture(Dropped.of(keys, broker, sessions));
  }
}
