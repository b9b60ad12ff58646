package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.doctor.Diagnosis;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.sts.Identities;
import io.credentialbroker.server.control.Routes.Route;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How a profile's credentials are made, and what becomes of its session.
 *
 * @param broker what is served
 * @param sessions what is held
 * @param identities who the sessions are whose sources do not tell
 * @param explain how a profile's credentials are made; may block
 * @param examine tries a profile step by step
 * @param blocking runs what may block
 */
public record ProfilePages(Broker broker, RoleSessions sessions, Identities identities,
    Function<ProfileName, Explanation> explain,
    BiFunction<ProfileName, ProfileCatalog.Servable, CompletableFuture<Diagnosis>> examine, Executor blocking)
    implements
      Pages {
  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/profiles/{profile}/explain",
            new ExplainEndpoint(broker, explain, sessions, new HeldIdentities(broker, identities), blocking)),
        new Route("POST", "/v1/profiles/{profile}/doctor",
            new ExamineEndpoint(broker, examine, explain, blocking)),
        new Route("POST", "/v1/profiles/{profile}/refresh", new RefreshEndpoint(broker)),
        new Route("POST", "/v1/profiles/{profile}/forget", new ForgetEndpoint(broker, sessions)),
        new Route("POST", "/v1/forget", new ForgetAllEndpoint(broker, sessions)),
        new Route("GET", "/v1/roles", new RolesEndpoint(broker)));
  }
}
