package io.credentialbroker.server.control;

import io.credentialbroker.server.control.Routes.Route;
import io.credentialbroker.server.tokens.NamedTokens;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The tokens of {@code token new}.
 *
 * @param tokens keeps them
 * @param blocking runs what may block
 */
public record TokenPages(NamedTokens tokens, Executor blocking) implements Pages {
  @Override
  public List<Route> routes() {
    var endpoints = new TokenEndpoints(tokens, blocking);
    return List.of(new Route("GET", "/v1/tokens", endpoints::list),
        new Route("POST", "/v1/tokens", TokenEndpoints.NEW, endpoints::create),
        new Route("POST", "/v1/tokens/revoke", TokenEndpoints.REVOKE, endpoints::revoke));
  }
}
