package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.mfa.MfaStep;
import io.credentialbroker.core.profile.ProfileCatalog.Servable;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionStatus;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Drops sessions, and tells for how many of those that were held a new one-time code is needed. */
final class Dropped {
  private Dropped() {}

  static Answer of(Collection<SessionKey> keys, Broker broker, RoleSessions sessions) {
    Set<SessionKey> made = broker.catalog().entries().values().stream()
        .flatMap(entry -> entry instanceof Servable servable
            ? MfaStep.of(servable.recipe()).stream()
            : Stream.empty())
        .map(MfaStep::key).collect(Collectors.toSet());
    var held = sessions.status().stream()
        .filter(status -> keys.contains(status.key()) && status.session() != null).map(SessionStatus::key)
        .toList();
    keys.forEach(sessions::forget);
    var answer = Answer.object().put("forgotten", held.size());
    long needCode = held.stream().filter(made::contains).count();
    return Answer.ok(needCode == 0 ? answer : answer.put("needCode", needCode));
  }
}
