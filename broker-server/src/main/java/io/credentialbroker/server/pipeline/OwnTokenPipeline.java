package io.credentialbroker.server.pipeline;

import io.credentialbroker.server.peer.PeerGate;
import io.credentialbroker.server.peer.PeerLookup;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The gate of a listener whose protocol has a token of its own: the same steps in the same order as
 * {@link VendPipeline}, with that token in the place of ours. Since anybody may ask for it, the peer has to be known.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
public final class OwnTokenPipeline extends ChannelInitializer<Channel> {
  private final VendPipeline.Parts parts;
  private final String listener;
  private final PeerGate peerGate;
  private final OwnTokenGate ownToken;
  private final VendHandler vend;

  /**
   * A gate for one profile.
   *
   * @param parts shared with the other listeners for credentials; its routes are not used
   * @param listener its name in logs
   * @param peers how to find out who connects; there is no such listener where that cannot be found out
   * @param uids which users may
   * @param protocol what is spoken there
   */
  public OwnTokenPipeline(VendPipeline.Parts parts, String listener, PeerLookup peers, IntPredicate uids,
      OwnTokenProtocol protocol) {
    this.parts = parts;
    this.listener = listener;
    this.peerGate = new PeerGate(peers, uids,
        peer -> parts.observer().turnedAway(listener, peer, VendObserver.Turned.PEER));
    this.ownToken = new OwnTokenGate(protocol);
    this.vend = new VendHandler(parts.broker()::vend, parts.broker().lock(), parts.observer(), listener,
        parts.clock());
  }

  @Override
  protected void initChannel(Channel channel) {
    var exchange = new Exchange(parts.connections(), listener, parts.observer(), channel);
    channel.pipeline().addLast(
        peerGate,
        exchange,
        exchange.decoder(),
        new WellFormedGate(),
        new Methods(),
        new BodyGate(),
        HostGate.ofListener((InetSocketAddress) channel.parent().localAddress()),
        new ForeignHeaderGate(),
        ownToken, // path, token, caller
        vend); // grant, session, answer
  }

  /** As {@link MethodGate}, and PUT, with which a token is asked for. */
  private static final class Methods extends Gate {
    private final MethodGate others = new MethodGate();

    @Override
    @Nullable
    Refusal refusalOf(HttpRequest request) {
      return request.method().equals(HttpMethod.PUT) ? null : others.refusalOf(request);
    }
  }
}
