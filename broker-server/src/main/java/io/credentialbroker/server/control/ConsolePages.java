package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.Vend;
import io.credentialbroker.core.console.ConsoleLinks;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.control.Routes.Route;
import io.netty.channel.Channel;
import java.util.List;

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
     * @param connection whose other end asked
     * @param outcome the session that the link is for, or why there is none
     */
    void saw(Channel connection, ProfileName profile, Vend outcome);
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
