package io.credentialbroker.server.control;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Gathers a request and its body, of 16 KiB at most. */
final class WholeRequest extends HttpObjectAggregator {
  private static final int LARGEST_BODY = 16 * 1024;

  WholeRequest() {
    super(LARGEST_BODY, true);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    context.writeAndFlush(new AnswerWriter.Last(
        Answer.error(413, "BodyTooLarge", "A body has 16 KiB at most.")));
  }
}
