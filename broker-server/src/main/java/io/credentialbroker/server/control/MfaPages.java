package io.credentialbroker.server.control;

import io.credentialbroker.core.mfa.MfaDevices;
import io.credentialbroker.server.control.Routes.Route;
import java.time.InstantSource;
import java.util.List;

/**
 * The MFA devices, and the door for their codes.
 *
 * @param devices takes one-time codes
 * @param clock the broker's clock
 */
public record MfaPages(MfaDevices devices, InstantSource clock) implements Pages {
  @Override
  public List<Route> routes() {
    return List.of(new Route("GET", "/v1/mfa", new MfaEndpoint(devices)),
        new Route("POST", "/v1/mfa", GiveCodeEndpoint.KEYS, new GiveCodeEndpoint(devices, clock)));
  }
}
