package io.credentialbroker.server;

import io.credentialbroker.server.metrics.Metrics;
import io.credentialbroker.server.metrics.Pulse;
import io.credentialbroker.server.metrics.Standing;
import io.credentialbroker.server.ops.Liveness;
import io.credentialbroker.server.ops.OpsPages;
import io.credentialbroker.server.ops.Readiness;
import io.credentialbroker.server.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What watches the daemon from within.
 *
 * @param metrics counts
 * @param liveness whether the daemon's threads run
 */
record Monitoring(Metrics metrics, Liveness liveness) {
  /** Begins to count, and to feel the pulse of every event loop and of the thread that refreshes sessions. */
  static Monitoring begin(Start start, Transport transport, Parts parts) {
    var metrics = new Metrics();
    var pulses = new ArrayList<Pulse>();
    transport.loops()
        .forEach(loop -> pulses.add(parts.add(Pulse.of("event.loop", loop, System::nanoTime))));
    pulses.add(parts.add(Pulse.of("refresher", start.time().timers(), start.time().ticker())));
    pulses.forEach(metrics::lagOf);
    return new Monitoring(metrics, new Liveness(pulses));
  }

  /** The pages for monitors, once there is something to tell. */
  OpsPages pages(Start start, CoreParts core, IntSupplier connections, IntSupplier problems,
      Supplier<List<String>> named) {
    metrics.tell(new Standing(start.version(), start.time().wall(), core.broker()::catalog,
        core.broker()::keyOf,
        core.sessions()::status, core.sessions()::counts, core.sessions()::upstreams, core.sessions()::skew,
        core.mfa()::all, connections, problems));
    return new OpsPages(liveness,
        new Readiness(core.broker()::catalog, core.broker()::keyOf, core.sessions()::status, named,
            start.time().wall()),
        metrics::scrape);
  }
}
