package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.aws.ClockSkew;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.sts.Identities;
import io.credentialbroker.server.callers.CallerCount;
import io.credentialbroker.server.control.Routes.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How everything stands.
 *
 * @param broker what is served
 * @param sessions what is held
 * @param clock the broker's clock
 * @param facts what is true of this daemon
 * @param problems what is wrong with the files at present
 * @param identities who the sessions are whose sources do not tell
 * @param skew what the latest answer of AWS said of this machine's clock; null before the first one
 * @param callers who has asked within the last hour
 */
public record StatusPage(Broker broker, RoleSessions sessions, InstantSource clock, DaemonFacts facts,
    Supplier<List<ProfileProblem>> problems, Identities identities, Supplier<@Nullable ClockSkew> skew,
    Supplier<Map<ProfileName, List<CallerCount>>> callers)
    implements
      Pages {
  @Override
  public List<Route> routes() {
    return List.of(new Route("GET", "/v1/status", new StatusEndpoint(broker, sessions, clock, facts, problems,
        new HeldIdentities(broker, identities), skew, callers)));
  }
}
