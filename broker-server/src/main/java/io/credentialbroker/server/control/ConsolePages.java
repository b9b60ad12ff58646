package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.console.ConsoleLinks;
import io.credentialbroker.server.audit.SignIns;
import io.credentialbroker.server.control.Routes.Route;
import java.util.List;

/**
 * Links to the AWS console.
 *
 * @param broker what is served
 * @param links makes those that sign in
 * @param signIns told of each that is asked for
 * @param listener the socket they are asked for on, for the audit
 */
public record ConsolePages(Broker broker, ConsoleLinks links, SignIns signIns,
    String listener) implements Pages {
  @Override
  public List<Route> routes() {
    return List.of(
        new Route("POST", "/v1/profiles/{profile}/console", ConsoleEndpoint.KEYS,
            new ConsoleEndpoint(broker, links,
                (peer, profile, outcome) -> signIns.signIn(listener, peer, profile, outcome))),
        new Route("POST", "/v1/profiles/{profile}/switch-role", SwitchRoleEndpoint.KEYS,
            new SwitchRoleEndpoint(broker)));
  }
}
