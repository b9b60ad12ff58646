package io.credentialbroker.server.control;

import io.credentialbroker.server.audit.AuditFacts;
import io.credentialbroker.server.control.Routes.Route;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the audit is.
 *
 * @param audit how it stands; null when there is none
 */
public record AuditPage(Supplier<@Nullable AuditFacts> audit) implements Pages {
  @Override
  public List<Route> routes() {
    return List.of(new Route("GET", "/v1/audit", new AuditEndpoint(audit)));
  }
}
