package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.console.ConsoleLinks;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.control.Routes.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Links to the AWS console.
 *
 * @param broker what is served
 * @param links makes those that sign in
 * @param witness is told of each link that signs in, and of each that is refused
 */
public record ConsolePages(Broker broker, ConsoleLinks links, Witness witness) implements Pages {
  /** Keeps a record of who got a session, as the credentials' own endpoints do. Called on any thread; returns at once. */
  @FunctionalInterface
  public interface Witness {
    /**
     * A link was made, or not.
     *
     * @param peer who asked, where the system tells
     * @param outcome the session that the link is for, or why there is none
     */
    void saw(@Nullable Peer peer, ProfileName profile, Vend outcome);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("POST", "/v1/profiles/{profile}/console", ConsoleEndpoint.KEYS,
            new ConsoleEndpoint(broker, links, witness)),
        new Route("POST", "/v1/profiles/{profile}/switch-role", SwitchRoleEndpoint.KEYS,
            new SwitchRoleEndpoint(broker)));
  }
}
