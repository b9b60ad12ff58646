package io.credentialbroker.server.pipeline;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One question about a request. A refusal goes back at once and the request goes no further; that is the whole
 * of invariant "no later step runs when an earlier one refused", written once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
abstract class Gate extends ChannelInboundHandlerAdapter {

  /** Why not; null to pass. */
  abstract @Nullable Refusal refusalOf(HttpRequest request);

  @Override
  public final boolean isSharable() {
    return true;
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request) {
      Refusal refusal = refusalOf(request);
      if (refusal == null) {
        ctx.fireChannelRead(request);
      } else {
        ctx.writeAndFlush(refusal);
      }
    } else {
      ctx.fireChannelRead(message);
    }
  }
}
