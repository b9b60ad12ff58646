package io.credentialbroker.server.transport;

import io.credentialbroker.core.time.Timers;
import io.credentialbroker.server.peer.LocalPeers;
import io.credentialbroker.server.peer.PeerLookup;
import io.credentialbroker.server.transport.ListenException.Reason;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The event loop and the sockets on it. One loop by default: on two cores it beats two by a factor of six in
 * the 99th percentile.
 *
 * <p>To stop without breaking anything off: close every {@link Bound}, drain the connections, close this.
 */
public final class Transport implements AutoCloseable {
  private static final int BACKLOG = 1024;
  /** A request of an SDK has 300 to 600 bytes. */
  private static final int READ_BUFFER = 2048;

  private final Flavour flavour;
  private final EventLoopGroup group;
  private final int uid;
  private final LocalPeers peers = new LocalPeers();
  private @Nullable Path trustedParent;

  private Transport(Flavour flavour, int loops, int uid) {
    this.flavour = flavour;
    this.group = flavour.group(loops);
    this.uid = uid;
  }

  /** Has made ready what every listener needs, which takes some time in a young JVM; listens nowhere. */
  public static void makeReady() {
    Flavour.best().tcp().newChannel().unsafe().closeForcibly();
  }

  /** Epoll where its native library loads, else NIO, which is slower and knows less about peers. */
  public static Transport open(int loops) throws IOException {
    return new Transport(Flavour.best(), loops, OwnUser.uid());
  }

  static Transport open(Flavour flavour) throws IOException {
    return new Transport(flavour, 1, OwnUser.uid());
  }

  /**
   * Takes unix sockets below a folder that everybody may write to.
   *
   * @param parent that folder; null for none, as it is without this call
   */
  public Transport trusting(@Nullable Path parent) {
    trustedParent = parent;
    return this;
  }

  /** {@code epoll} or {@code nio}, for the log. */
  public String flavour() {
    return flavour.name();
  }

  /** Timers that run on the event loop. */
  public Timers timers() {
    return (delay, task) -> on(group.next(), delay, task);
  }

  /** Timers of every single event loop, for somebody who wants to know that each of them runs. */
  public List<Timers> loops() {
    var loops = new ArrayList<Timers>();
    group.forEach(loop -> loops.add((delay, task) -> on(loop, delay, task)));
    return loops;
  }

  private static Timers.Scheduled on(EventExecutor loop, Duration delay, Runnable task) {
    var scheduled = loop.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  /** How to find out who is at the other end of a unix socket. */
  public PeerLookup unixPeers() {
    return flavour.unixPeers(uid);
  }

  /** How to find out who is at the other end of a connection over loopback. Closed with this. */
  public LocalPeers peers() {
    return peers;
  }

  /**
   * Listens on an address.
   *
   * @param connections set up every accepted connection; a sharable handler
   * @throws ListenException when the address is taken, is not this machine's, or is not allowed to us
   */
  public Bound bindTcp(InetSocketAddress address, ChannelHandler connections) throws ListenException {
    return bindTcp(address, _ -> connections);
  }

  /**
   * The same, for connections that are named after the address.
   *
   * @param connections what sets up every accepted connection, for the address with the port that was bound
   */
  public Bound bindTcp(InetSocketAddress address, Function<InetSocketAddress, ChannelHandler> connections)
      throws ListenException {
    if (address.getPort() != 0) {
      return listen(address, bootstrap(connections.apply(address)));
    }
    var late = new LateConnections();
    Bound bound = listen(address, bootstrap(late).option(ChannelOption.AUTO_READ, false));
    try {
      late.are(connections.apply(new InetSocketAddress(address.getAddress(), portOf(bound))));
      bound.accept();
      return bound;
    } catch (RuntimeException e) {
      bound.close();
      throw e;
    }
  }

  private Bound listen(InetSocketAddress address, ServerBootstrap bootstrap) throws ListenException {
    String name = named(address);
    bootstrap.channelFactory(flavour.tcp());
    if (address.getAddress().isLoopbackAddress()) {
      flavour.limitHops(bootstrap, address.getAddress());
    }
    var lastCall = new LastCall(flavour::refuseNew);
    Channel channel = bind(bootstrap.handler(lastCall), address, name);
    var bound = (InetSocketAddress) channel.localAddress();
    return new Bound(channel, named(new InetSocketAddress(address.getAddress(), bound.getPort())),
        () -> lastCall.await(channel), () -> {});
  }

  /**
   * Listens on a port of both loopback addresses, {@code 127.0.0.1} and {@code [::1]}, or on the one that the
   * machine has. That the port is taken on {@code 127.0.0.1} is an error even so: the URL that SDKs get has that
   * address, and whoever took it would get their tokens.
   *
   * @param port 0 for any free one
   * @param connections what sets up connections to an address, with the port that was bound; one for each, as each
   *     has a name of its own
   * @param without told of the address that could not be had
   */
  public List<Bound> bindLoopback(int port, Function<InetSocketAddress, ChannelHandler> connections,
      Consumer<ListenException> without)
      throws ListenException {
    var all = new ArrayList<Bound>();
    ListenException failure = null;
    for (String literal : List.of("127.0.0.1", "::1")) {
      try {
        int wanted = all.isEmpty() ? port : portOf(all.getFirst());
        all.add(bindTcp(new InetSocketAddress(InetAddress.ofLiteral(literal), wanted), connections));
      } catch (ListenException e) {
        if (all.isEmpty() && e.reason() == Reason.IN_USE) {
          throw e;
        }
        if (failure != null) {
          throw failure;
        }
        failure = e;
      }
    }
    if (failure != null) {
      without.accept(failure);
    }
    return all;
  }

  /**
   * Listens on a unix socket of mode 0600 in a folder of mode 0700, which is made if only it is missing.
   *
   * @throws ListenException when something alive or not ours is there, or the folder is not private
   */
  public Bound bindUnix(Path path, ChannelHandler connections) throws ListenException {
    var file = SocketFile.at(path, uid, trustedParent);
    var lastCall = new LastCall(flavour::refuseNew);
    Channel channel = bind(bootstrap(connections).handler(lastCall).channelFactory(flavour.unix()),
        flavour.unixAddress(file.draft()), file.path().toString());
    try {
      file.publish();
      Object inode = file.inode();
      return new Bound(channel, file.path().toString(), () -> lastCall.await(channel),
          () -> file.remove(inode));
    } catch (IOException e) {
      channel.close().syncUninterruptibly();
      throw e instanceof ListenException refused
          ? refused
          : new ListenException(Reason.REFUSED,
              "The socket " + file.path() + " cannot be put in place: " + e.getClass().getSimpleName() + '.',
              "Check that its folder is writable and not full.");
    }
  }

  /**
   * Accepts from a socket that listens already, with the same steps before the first byte as on one of our own.
   *
   * @throws ListenException where Netty's native library did not load: the JDK takes no descriptors
   */
  public Bound adopt(InheritedSocket socket, ChannelHandler connections) throws ListenException {
    var bootstrap = bootstrap(connections).channelFactory(flavour.inherited(socket));
    if (socket instanceof InheritedSocket.Tcp(_, var address) && address.getAddress().isLoopbackAddress()) {
      flavour.limitHops(bootstrap, address.getAddress());
    }
    ChannelFuture registered = bootstrap.register().awaitUninterruptibly();
    if (registered.isSuccess()) {
      // Its queue is left to whoever listens next, or to the service manager.
      return new Bound(registered.channel(), socket.name(), () -> {}, () -> {});
    }
    throw BindFailures.explain(socket.name(), registered.cause());
  }

  private ServerBootstrap bootstrap(ChannelHandler connections) {
    return new ServerBootstrap().group(group)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new Accepting())
        .childOption(ChannelOption.AUTO_READ, false) // nothing is read before the peer is known
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, ThreadBuffer.receiving(READ_BUFFER))
        .childHandler(connections);
  }

  private Channel bind(ServerBootstrap bootstrap, SocketAddress address, String name) throws ListenException {
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (bound.isSuccess()) {
      return bound.channel();
    }
    throw BindFailures.explain(name, bound.cause());
  }

  private static int portOf(Bound bound) {
    var address = bound.tcpAddress();
    return address == null ? 0 : address.getPort();
  }

  /** An address as it is written in a URL, such as {@code 127.0.0.1:9780} and {@code [::1]:9780}. */
  public static String named(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : host.equals("0:0:0:0:0:0:0:1") ? "[::1]" : '[' + host + ']') + ':'
        + address.getPort();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    peers.close();
  }
}
