package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.server.control.Routes.Route;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Reading all files now.
 *
 * @param broker what is served
 * @param reload reads them and tells what is wrong with them; may block
 * @param blocking runs what may block
 */
public record ReloadPage(Broker broker, Supplier<List<ProfileProblem>> reload, Executor blocking)
    implements
      Pages {
  @Override
  public List<Route> routes() {
    return List.of(new Route("POST", "/v1/reload", new ReloadEndpoint(broker, reload, blocking)));
  }
}
