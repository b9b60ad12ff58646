package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Drops the session of one profile. */
final class ForgetEndpoint implements Endpoint {
  private final Broker broker;
  private final RoleSessions sessions;

  ForgetEndpoint(Broker broker, RoleSessions sessions) {
    this.broker = broker;
    this.sessions = sessions;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    SessionKey key = broker.keyOf(call.profile());
    if (key == null) {
      return CompletableFuture.completedFuture(Answer.error(404, "ProfileNotFound",
          new Told("There is no servable profile '" + call.profile() + "'.",
              "'broker status' lists the profiles.")));
    }
    return CompletableFuture.completedFuture(Dropped.of(List.of(key), broker, sessions));
  }
}
