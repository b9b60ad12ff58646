package io.credentialbroker.server.pipeline;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Turns what the decoder found wrong into a refusal, and lets only heads of requests pass, never content. */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
final class WellFormedGate extends ChannelInboundHandlerAdapter {
  private static final int MOST_HEADERS = 64;

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request) {
      Refusal refusal = refusalOf(request);
      if (refusal == null) {
        ctx.fireChannelRead(request);
      } else {
        ReferenceCountUtil.release(request);
        ctx.writeAndFlush(refusal);
      }
    } else if (message instanceof HttpContent content) {
      content.release();
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private static @Nullable Refusal refusalOf(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return switch (request.decoderResult().cause()) {
        case TooLongHttpLineException _ -> Refusal.LINE_TOO_LONG;
        case TooLongHttpHeaderException _ -> Refusal.HEADERS_TOO_LARGE;
        default -> Refusal.MALFORMED;
      };
    }
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return Refusal.WRONG_VERSION;
    }
    return request.headers().size() > MOST_HEADERS ? Refusal.HEADERS_TOO_LARGE : null;
  }
}
