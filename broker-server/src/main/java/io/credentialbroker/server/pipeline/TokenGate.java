package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.Client;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.server.transport.PeerGate;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * From the {@code Authorization} header to the caller. The header is the raw token: no scheme, no trimming, one
 * opaque string.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
final class TokenGate extends ChannelInboundHandlerAdapter {
  private final ClientTokens tokens;
  private final @Nullable Grant peerGrant;

  private TokenGate(ClientTokens tokens, @Nullable Grant peerGrant) {
    this.tokens = tokens;
    this.peerGrant = peerGrant;
  }

  /** For TCP: no token, no answer. There is no switch for that. */
  static TokenGate always(ClientTokens tokens) {
    return new TokenGate(tokens, null);
  }

  /**
   * For a unix socket, where the kernel has said who the peer is: without a token the caller is that user. A
   * token that is sent all the same counts, so that {@code exec} scopes its program here too; and a wrong one
   * is never overlooked.
   */
  static TokenGate orPeer(ClientTokens tokens, Grant peerGrant) {
    return new TokenGate(tokens, peerGrant);
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Routed routed) {
      Peer peer = PeerGate.peerOf(ctx.channel());
      Iterator<String> values = routed.headers().valueStringIterator(HttpHeaderNames.AUTHORIZATION);
      switch (callerOf(values, peer)) {
        case Refusal refusal -> ctx.writeAndFlush(refusal);
        case Caller caller -> ctx.fireChannelRead(new Admitted(routed.protocol(), routed.profile(), caller));
        case Object other -> throw new IllegalStateException("neither a caller nor a refusal: " + other);
      }
    } else {
      ctx.fireChannelRead(message);
    }
  }

  /** A {@link Caller} or a {@link Refusal}. */
  Object callerOf(Iterator<String> authorization, @Nullable Peer peer) {
    if (!authorization.hasNext()) {
      return peerGrant != null && peer != null ? new Caller("user", peerGrant, peer) : Refusal.TOKEN_MISSING;
    }
    String token = authorization.next();
    if (authorization.hasNext()) {
      return Refusal.TOKEN_WRONG;
    }
    Client client = tokens.authenticate(token, peer);
    return client == null ? Refusal.TOKEN_WRONG : new Caller(client.name(), client.grant(), peer);
  }
}
