package io.credentialbroker.server;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.server.config.BrokerConfig;
import io.credentialbroker.server.control.DaemonFacts;
import io.credentialbroker.server.ecs.EcsRoutes;
import io.credentialbroker.server.imds.MetadataService;
import io.credentialbroker.server.imds.MetadataTokens;
import io.credentialbroker.server.imds.MetadataTree;
import io.credentialbroker.server.log.GateLog;
import io.credentialbroker.server.pipeline.Connections;
import io.credentialbroker.server.pipeline.Limits;
import io.credentialbroker.server.pipeline.OwnTokenPipeline;
import io.credentialbroker.server.pipeline.VendObserver;
import io.credentialbroker.server.pipeline.VendPipeline;
import io.credentialbroker.server.transport.Bound;
import io.credentialbroker.server.transport.InheritedSocket;
import io.credentialbroker.server.transport.ListenException;
import io.credentialbroker.server.transport.OpenFiles;
import io.credentialbroker.server.transport.RuntimeDirectory;
import io.credentialbroker.server.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets on which credentials are served. */
final class Listeners implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.listen");
  private static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");
  /** Of the five seconds that a stop may take. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(4);

  private final Transport transport;
  private final RuntimeDirectory runtime;
  private final Connections connections;
  private final VendPipeline.Parts gate;
  private final Identity owner;
  private final List<Bound> tcp = new ArrayList<>();
  /** Those of them that were to have any free port. */
  private final List<Bound> anyPort = new ArrayList<>();
  private final List<Bound> exposed = new ArrayList<>();
  private final List<Bound> unix = new ArrayList<>();
  private final List<Bound> imds = new ArrayList<>();

  private Listeners(BrokerConfig.Limits wanted, Transport transport, RuntimeDirectory runtime, CoreParts core,
      Identity owner, VendObserver observer, Executor blocking) {
    this.transport = transport;
    this.runtime = runtime;
    this.owner = owner;
    var limits = Limits.DEFAULTS.within(OpenFiles.roomFor(wanted.connections()), wanted.perUser());
    if (limits.connections() < wanted.connections()) {
      LOG.info("{} connections at most, for the limit of open files is low", limits.connections());
    }
    this.connections = new Connections(limits, transport.timers());
    this.gate = new VendPipeline.Parts(core.broker(), core.tokens(), EcsRoutes.of(core.broker()::catalog),
        connections, VendObserver.all(new GateLog(), observer), core.sessions().trustedClock(),
        transport.peers().attestor(blocking, InstantSource.system()));
  }

  /**
   * Listens where the config says; on nothing at all if one of those places cannot be had. Where sockets of a
   * kind were passed, they decide alone for their kind: whoever passes them knows where programs look.
   *
   * @param owner what the user's own processes have on the unix socket
   * @param observer told of every decision
   * @param blocking looks at the processes of clients that have rules
   */
  static Listeners open(BrokerConfig config, PassedSockets passed, Transport transport,
      RuntimeDirectory runtime, CoreParts core, Identity owner, VendObserver observer,
      Executor blocking)
      throws ListenException {
    var listen = config.listen();
    var listeners = new Listeners(config.limits(), transport, runtime, core, owner, observer, blocking);
    try {
      for (InheritedSocket.Tcp socket : passed.tcp()) {
        listeners.tcp.add(transport.adopt(socket, listeners.tcpGate(socket.address())));
      }
      for (InheritedSocket.Unix socket : passed.unix()) {
        listeners.unix.add(transport.adopt(socket, listeners.unixGate(socket.path())));
      }
      if (passed.tcp().isEmpty()) {
        for (InetSocketAddress address : listen.tcp()) {
          listeners.bindTcp(address, listen.tcp());
        }
      }
      if (passed.unix().isEmpty()) {
        listeners.bindUnix(listen.unix() == null ? runtime.resolve("broker.sock") : listen.unix());
      }
      for (InetSocketAddress address : listen.exposed()) {
        listeners.bindExposed(address);
      }
      for (BrokerConfig.Metadata metadata : config.imds()) {
        listeners.bindImds(metadata, core.broker(), core.sessions().trustedClock());
      }
      return listeners;
    } catch (ListenException | RuntimeException e) {
      listeners.stopAccepting();
      throw e;
    }
  }

  private void bindTcp(InetSocketAddress address, List<InetSocketAddress> all) throws ListenException {
    boolean paired = all.stream().noneMatch(other -> other.getAddress() instanceof java.net.Inet6Address);
    int before = tcp.size();
    if (address.getAddress().equals(V4) && paired) {
      tcp.addAll(transport.bindLoopback(address.getPort(), this::tcpGate,
          without -> LOG.info("{} Serving without it.", without.getMessage())));
    } else {
      tcp.add(transport.bindTcp(address, this::tcpGate));
    }
    if (address.getPort() == 0) {
      anyPort.addAll(tcp.subList(before, tcp.size()));
    }
  }

  /** Nobody knows who is at the other end, so that only tokens made for this count here, and a scope of theirs. */
  private void bindExposed(InetSocketAddress address) throws ListenException {
    var bound = transport.bindTcp(address,
        real -> VendPipeline.fromAfar(gate, Transport.named(real)));
    exposed.add(bound);
    LOG.warn("{} can be reached from other machines; tokens and credentials go there as clear text",
        bound.name());
  }

  /**
   * Any user of the machine can connect to loopback; where the kernel tells whose connection it is, only ours and
   * those for whom there is a token.
   */
  private VendPipeline tcpGate(InetSocketAddress address) {
    return transport.peers().overTcp()
        .map(peers -> VendPipeline.tcp(gate, Transport.named(address), peers,
            uid -> uid == runtime.uid() || gate.tokens().admits(uid)))
        .orElseGet(() -> VendPipeline.tcpWithoutPeers(gate, Transport.named(address)));
  }

  private void bindUnix(Path path) throws ListenException {
    unix.add(transport.bindUnix(path, unixGate(path)));
  }

  private VendPipeline unixGate(Path path) {
    return VendPipeline.unix(gate, path.toString(), transport.unixPeers(), uid -> uid == runtime.uid(),
        owner);
  }

  /** The token of this protocol is had for the asking, so without the kernel's word for who asks there is none. */
  private void bindImds(BrokerConfig.Metadata metadata, Broker broker, InstantSource clock)
      throws ListenException {
    String name = Transport.named(metadata.listen());
    var peers = transport.peers().overTcp()
        .orElseThrow(() -> new ListenException(ListenException.Reason.REFUSED,
            "The metadata service cannot be served on " + name
                + ": this system does not tell whose a connection is.",
            "Remove [[imds]] from broker.toml, and use the container endpoint."));
    imds.add(transport.bindTcp(metadata.listen(),
        real -> new OwnTokenPipeline(gate, Transport.named(real), peers, uid -> uid == runtime.uid(),
            new MetadataService(new MetadataTree(metadata.profile(), broker::catalog),
                new MetadataTokens(clock, new SecureRandom()), EcsRoutes.credentials(broker::catalog)))));
  }

  /** How many connections are open. */
  int open() {
    return connections.count();
  }

  /** Where programs reach the daemon, in the order of binding. */
  List<DaemonFacts.Listener> facts() {
    var all = new ArrayList<DaemonFacts.Listener>();
    tcp.forEach(
        bound -> all.add(new DaemonFacts.Listener("tcp", bound.name(), anyPort.contains(bound))));
    exposed.forEach(bound -> all.add(new DaemonFacts.Listener("exposed", bound.name())));
    unix.forEach(bound -> all.add(new DaemonFacts.Listener("unix", bound.name())));
    imds.forEach(bound -> all.add(new DaemonFacts.Listener("imds", bound.name())));
    return all;
  }

  /** The base of the published URIs: the first address, which by default is the one that every SDK accepts. */
  @Nullable
  URI endpoint() {
    return tcp.isEmpty() ? null : URI.create("http://" + tcp.getFirst().name());
  }

  /** Stops accepting, lets what has been asked be answered, then ends the connections. */
  @Override
  public void close() {
    stopAccepting();
    connections.drain(LONGEST_DRAIN).join();
  }

  /** From now on new connections are somebody else's, or nobody's; those that are open live on. */
  void stopAccepting() {
    tcp.forEach(Bound::close);
    exposed.forEach(Bound::close);
    unix.forEach(Bound::close);
    imds.forEach(Bound::close);
  }
}
