package io.credentialbroker.server;

import io.credentialbroker.server.control.DaemonFacts;
import io.credentialbroker.server.ops.OpsPages;
import io.credentialbroker.server.ops.Page;
import io.credentialbroker.server.pipeline.Answer;
import io.credentialbroker.server.pipeline.Connections;
import io.credentialbroker.server.pipeline.Limits;
import io.credentialbroker.server.pipeline.OpsPipeline;
import io.credentialbroker.server.pipeline.Status;
import io.credentialbroker.server.pipeline.VendObserver;
import io.credentialbroker.server.transport.Bound;
import io.credentialbroker.server.transport.ListenException;
import io.credentialbroker.server.transport.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The sockets for monitors. They share nothing with those for credentials but the event loop. */
final class OpsListeners implements AutoCloseable {
  /** A handful of monitors, and no more of a flood than that. */
  private static final int MOST_CONNECTIONS = 32;
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(1);

  private final List<Bound> bound = new ArrayList<>();
  private final Connections connections;

  private OpsListeners(Transport transport) {
    this.connections = new Connections(Limits.DEFAULTS.within(MOST_CONNECTIONS), transport.timers());
  }

  /** Listens on all of these, or on nothing at all if one of them cannot be had. */
  static OpsListeners open(List<InetSocketAddress> addresses, Transport transport, OpsPages pages,
      Executor blocking, VendObserver observer) throws ListenException {
    var listeners = new OpsListeners(transport);
    try {
      for (InetSocketAddress address : addresses) {
        listeners.bound.add(transport.bindTcp(address, new OpsPipeline("ops", listeners.connections, observer,
            target -> CompletableFuture.supplyAsync(() -> answer(pages.page(target)), blocking))));
      }
      return listeners;
    } catch (ListenException | RuntimeException e) {
      listeners.close();
      throw e;
    }
  }

  private static Answer answer(Page page) {
    return Answer.typed(switch (page.status()) {
      case 200 -> Status.OK;
      case 400 -> Status.BAD_REQUEST;
      case 404 -> Status.NOT_FOUND;
      case 503 -> Status.UNAVAILABLE;
      default -> throw new IllegalStateException("no page has status " + page.status());
    }, page.type(), page.body().getBytes(StandardCharsets.UTF_8));
  }

  /** Where monitors reach the daemon. */
  List<DaemonFacts.Listener> facts() {
    return bound.stream().map(one -> new DaemonFacts.Listener("ops", one.name())).toList();
  }

  @Override
  public void close() {
    bound.forEach(Bound::close);
    connections.drain(LONGEST_DRAIN).join();
  }
}
