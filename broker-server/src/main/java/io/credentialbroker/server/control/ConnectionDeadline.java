package io.credentialbroker.server.control;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections that say nothing: 10 s for the first whole request, 60 s from an answer to the next
 * request. A connection that holds an {@code exec} token may be silent as long as its command runs.
 */
final class ConnectionDeadline extends ChannelDuplexHandler {
  static final int FIRST_SECONDS = 10;
  static final int NEXT_SECONDS = 60;
  private static final AttributeKey<Boolean> HELD = AttributeKey.valueOf(ConnectionDeadline.class, "held");

  private @Nullable Future<?> end;

  /** Lets this connection stay open in silence. */
  static void hold(Channel connection) {
    connection.attr(HELD).set(true);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    endIn(context, FIRST_SECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object request) {
    cancel();
    context.fireChannelRead(request);
  }

  @Override
  public void write(ChannelHandlerContext context, Object answer, ChannelPromise promise) {
    cancel();
    if (!Boolean.TRUE.equals(context.channel().attr(HELD).get())) {
      endIn(context, NEXT_SECONDS);
    }
    context.write(answer, promise);
  }

  private void endIn(ChannelHandlerContext context, int seconds) {
    end = context.executor().schedule(() -> context.close(), seconds, TimeUnit.SECONDS);
  }

  private void cancel() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }
}
