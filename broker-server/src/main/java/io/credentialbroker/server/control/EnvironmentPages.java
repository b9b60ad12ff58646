package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.server.control.Routes.Route;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The variables that point programs to a profile.
 *
 * @param broker what is served
 * @param facts where the daemon is reached
 * @param tokens makes the tokens of {@code exec}
 * @param blocking runs what may block
 */
public record EnvironmentPages(Broker broker, DaemonFacts facts, ExecTokens tokens, Executor blocking)
    implements
      Pages {
  @Override
  public List<Route> routes() {
    var environment = new EnvironmentEndpoint(broker, facts);
    return List.of(new Route("GET", "/v1/profiles/{profile}/environment", environment),
        new Route("POST", "/v1/profiles/{profile}/exec", new ExecEndpoint(environment, tokens, blocking)));
  }
}
