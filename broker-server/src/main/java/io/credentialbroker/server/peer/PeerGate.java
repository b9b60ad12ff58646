package io.credentialbroker.server.peer;

import io.credentialbroker.core.caller.Caller.Peer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The first step of the gate: only certain users' processes may connect at all. Reading is off until the kernel
 * has said who the peer is; whoever may not come in, or is not known, is closed without a byte read or written.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
public final class PeerGate extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<Peer> PEER = AttributeKey.valueOf(PeerGate.class, "peer");

  private final @Nullable PeerLookup lookup;
  private final IntPredicate allowed;
  private final Consumer<@Nullable Peer> turnedAway;

  /**
   * A gate for one listener.
   *
   * @param allowed which user ids may connect
   * @param turnedAway told of everybody who may not, unless he has gone already and cannot be known
   */
  public PeerGate(PeerLookup lookup, IntPredicate allowed, Consumer<@Nullable Peer> turnedAway) {
    this.lookup = lookup;
    this.allowed = allowed;
    this.turnedAway = turnedAway;
  }

  /**
   * A gate that lets everybody pass, for TCP on a system whose kernel does not say who the peer is. The token is
   * then the only evidence.
   */
  public static PeerGate unchecked() {
    return new PeerGate();
  }

  private PeerGate() {
    this.lookup = null;
    this.allowed = _ -> true;
    this.turnedAway = _ -> {};
  }

  /** The peer of a connection that passed; null when it has none. */
  public static @Nullable Peer peerOf(Channel channel) {
    return channel.attr(PEER).get();
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (lookup != null) {
      Peer peer = lookup.peerOf(ctx.channel());
      if (peer == null && lookup.hasGone(ctx.channel())) {
        // Somebody who looked whether the port is open, as port checks do, is no stranger who wants to come in.
        ctx.close();
        return;
      }
      if (peer == null || !allowed.test(peer.uid())) {
        turnedAway.accept(peer);
        ctx.close();
        return;
      }
      ctx.channel().attr(PEER).set(peer);
    }
    ctx.fireChannelActive();
    if (ctx.channel().isActive()) { // a later step may have found that there are too many
      ctx.channel().config().setAutoRead(true);
    }
  }
}
