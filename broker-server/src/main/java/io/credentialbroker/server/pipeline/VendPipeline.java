package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.server.peer.Attestor;
import io.credentialbroker.server.peer.PeerGate;
import io.credentialbroker.server.peer.PeerLookup;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The gate, in the order in which a request passes it. Each step refuses or hands on; none runs when an
 * earlier one has refused.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
public final class VendPipeline extends ChannelInitializer<Channel> {
  /**
   * What the listeners share.
   *
   * @param broker whom to ask
   * @param tokens who the callers are
   * @param routes what is served where
   * @param connections the limits, and all connections under them
   * @param observer told of every decision
   * @param clock the broker's clock
   * @param attestor finds out about the processes of clients that have rules
   */
  public record Parts(Broker broker, ClientTokens tokens, List<Route> routes, Connections connections,
      VendObserver observer, InstantSource clock, Attestor attestor) {
    public Parts {
      routes = List.copyOf(routes);
    }
  }

  private final String listener;
  private final Connections connections;
  private final VendObserver observer;
  private final PeerGate peerGate;
  private final WellFormedGate wellFormed = new WellFormedGate();
  private final MethodGate method = new MethodGate();
  private final BodyGate body = new BodyGate();
  private final ForeignHeaderGate foreignHeaders = new ForeignHeaderGate();
  private final Router router;
  private final TokenGate token;
  private final ProcessGate process;
  private final VendHandler vend;
  private volatile @Nullable HostGate host;

  private VendPipeline(Parts parts, String listener, PeerGate peerGate, TokenGate token,
      @Nullable HostGate host) {
    this.listener = listener;
    this.connections = parts.connections();
    this.observer = parts.observer();
    this.peerGate = peerGate;
    this.router = new Router(parts.routes());
    this.token = token;
    this.process = new ProcessGate(parts.attestor());
    this.vend = new VendHandler(parts.broker()::vend, parts.broker().lock(), parts.observer(), listener,
        parts.clock());
    this.host = host;
  }

  /**
   * The gate of a TCP listener: a token is always needed.
   *
   * @param listener its name in logs, e.g. {@code 127.0.0.1:9780}
   * @param peers how to find out who connects
   * @param uids which users may
   */
  public static VendPipeline tcp(Parts parts, String listener, PeerLookup peers, IntPredicate uids) {
    return new VendPipeline(parts, listener, peerGate(parts, listener, peers, uids),
        TokenGate.always(parts.tokens()), null);
  }

  /** The same for a system that does not say who connects by TCP: the token alone decides. */
  public static VendPipeline tcpWithoutPeers(Parts parts, String listener) {
    return new VendPipeline(parts, listener, PeerGate.unchecked(), TokenGate.always(parts.tokens()), null);
  }

  /**
   * The gate of an address that other machines can reach: only a token that was made for that, and has a scope.
   *
   * @param listener its name in logs, e.g. {@code 169.254.170.2:80}
   */
  public static VendPipeline fromAfar(Parts parts, String listener) {
    return new VendPipeline(parts, listener, PeerGate.unchecked(), TokenGate.fromAfar(parts.tokens()), null);
  }

  /**
   * The gate of a unix socket: the peer is known, and without a token is {@code owner}.
   *
   * @param listener its name in logs: the path
   */
  public static VendPipeline unix(Parts parts, String listener, PeerLookup peers, IntPredicate uids,
      Identity owner) {
    return new VendPipeline(parts, listener, peerGate(parts, listener, peers, uids),
        TokenGate.orPeer(parts.tokens(), owner), HostGate.ofUnixSocket());
  }

  private static PeerGate peerGate(Parts parts, String listener, PeerLookup peers, IntPredicate uids) {
    return new PeerGate(peers, uids,
        peer -> parts.observer().turnedAway(listener, peer, VendObserver.Turned.PEER));
  }

  @Override
  protected void initChannel(Channel channel) {
    var exchange = new Exchange(connections, listener, observer, channel);
    var repeat = new Repeat(exchange);
    channel.pipeline().addLast(
        peerGate, // who is there? before a byte is read
        exchange, // one request, one answer, in time
        repeat, // the same bytes as before? then on at its goal
        exchange.decoder(), // bytes to HTTP, strictly
        wellFormed,
        method,
        body,
        hostGate(channel),
        foreignHeaders, // no browser, no proxy
        router, // path to profile
        repeat.goal(),
        token, // caller
        process, // and its process, where there are rules for that
        vend); // grant, session, answer
  }

  /** The address is known once the socket is bound, which with port 0 is after this gate was made. */
  private ChannelHandler hostGate(Channel channel) {
    HostGate gate = host;
    if (gate == null) {
      gate = HostGate.ofListener((InetSocketAddress) channel.parent().localAddress());
      host = gate;
    }
    return gate;
  }
}
