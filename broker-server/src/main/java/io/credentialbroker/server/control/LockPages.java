package io.credentialbroker.server.control;

import io.credentialbroker.core.VendLock;
import io.credentialbroker.server.control.Routes.Route;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Locking and unlocking.
 *
 * @param lock what is locked
 * @param kept has a restart find the broker locked, or open, as it is
 * @param clock the broker's clock
 * @param blocking runs what may block
 */
public record LockPages(VendLock lock, Kept kept, InstantSource clock, Executor blocking) implements Pages {

  /** Has a later daemon find the broker locked, or open, as it is now. */
  @FunctionalInterface
  public interface Kept {
    /** Blocks. */
    void keep() throws IOException;
  }

  @Override
  public List<Route> routes() {
    return List.of(new Route("POST", "/v1/lock", new LockEndpoint(lock, true, kept, clock, blocking)),
        new Route("POST", "/v1/unlock", new LockEndpoint(lock, false, kept, clock, blocking)));
  }
}
