package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.Client;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.PresentedToken;
import io.credentialbroker.server.peer.PeerGate;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** From the {@code Authorization} header to the client. */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
final class TokenGate extends ChannelInboundHandlerAdapter {
  private final Tokens tokens;
  private final @Nullable Identity owner;

  private TokenGate(Tokens tokens, @Nullable Identity owner) {
    this.tokens = tokens;
    this.owner = owner;
  }

  /** By which evidence a token counts. */
  private interface Tokens {
    @Nullable
    Client client(PresentedToken token, @Nullable Peer peer);
  }

  /** For TCP: no token, no answer. There is no switch for that. */
  static TokenGate always(ClientTokens tokens) {
    return new TokenGate(tokens::authenticate, null);
  }

  /** For TCP that other machines reach: only a token that was made for that, and has a scope. */
  static TokenGate fromAfar(ClientTokens tokens) {
    return new TokenGate((token, _) -> tokens.authenticateFromAfar(token), null);
  }

  /**
   * For a unix socket, where the kernel has said who the peer is: without a token the caller is {@code owner}. A
   * token that is sent all the same counts, so that {@code exec} scopes its program here too; and a wrong one
   * is never overlooked.
   */
  static TokenGate orPeer(ClientTokens tokens, Identity owner) {
    return new TokenGate(tokens::authenticate, owner);
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Routed routed) {
      Peer peer = PeerGate.peerOf(ctx.channel());
      switch (clientOf(routed.authorization(), peer)) {
        case Refusal refusal -> ctx.writeAndFlush(refusal);
        case Identity identity -> ctx.fireChannelRead(routed.from(identity, peer));
        case Object other -> throw new IllegalStateException("neither a client nor a refusal: " + other);
      }
    } else {
      ctx.fireChannelRead(message);
    }
  }

  /** An {@link Identity} or a {@link Refusal}. */
  private Object clientOf(Authorization authorization, @Nullable Peer peer) {
    return switch (authorization) {
      case Authorization.None _ -> owner != null && peer != null ? paced(owner) : Refusal.TOKEN_MISSING;
      case Authorization.Several _ -> Refusal.TOKEN_WRONG;
      case Authorization.Token(var presented) -> {
        Client client = tokens.client(presented, peer);
        yield client == null ? Refusal.TOKEN_WRONG : paced(client.identity());
      }
    };
  }

  private static Object paced(Identity identity) {
    return identity.pace().take() ? identity : Refusal.TOO_FAST;
  }
}
