package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionStatus;
import io.credentialbroker.core.sts.CallerIdentity;
import io.credentialbroker.core.sts.Identities;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Who the sessions of profiles are whose sources do not tell, for people who look. */
final class HeldIdentities {
  private final Broker broker;
  private final Identities identities;

  HeldIdentities(Broker broker, Identities identities) {
    this.broker = broker;
    this.identities = identities;
  }

  /** As far as STS has said it within a moment; profiles of which nothing is known are not in it. */
  CompletableFuture<Map<ProfileName, CallerIdentity>> of(Map<ProfileName, SessionStatus> standing) {
    var asked = new HashMap<ProfileName, CompletableFuture<Optional<CallerIdentity>>>();
    standing.forEach((name, status) -> {
      RoleSession session = status.session();
      StsEndpoint endpoint = endpoint(name);
      if (session != null && session.credentials().arn() == null && endpoint != null) {
        asked.put(name, identities.of(session, endpoint));
      }
    });
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new)).thenApply(_ -> {
      var known = new HashMap<ProfileName, CallerIdentity>();
      asked.forEach((name, answer) -> answer.join().ifPresent(identity -> known.put(name, identity)));
      return known;
    });
  }

  private @Nullable StsEndpoint endpoint(ProfileName name) {
    return broker.catalog().entries().get(name) instanceof ProfileCatalog.Servable servable
        ? servable.identityAt()
        : null;
  }
}
