package io.credentialbroker.server.control;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** An {@link Answer} as HTTP. A refusal of the request's form ends the connection: its end is not known. */
final class AnswerWriter extends ChannelOutboundHandlerAdapter {
  static final int API = 1;

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    switch (message) {
      case Answer answer -> context.write(response(answer, false), promise);
      case Last(var answer) -> context.write(response(answer, true),
          promise.unvoid().addListener(ChannelFutureListener.CLOSE));
      default -> context.write(message, promise);
    }
  }

  private static DefaultFullHttpResponse response(Answer answer, boolean last) {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
        HttpResponseStatus.valueOf(answer.status()),
        Unpooled.wrappedBuffer(body));
    var headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, answer.type());
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    headers.setInt("Broker-Api", API);
    answer.headers().forEach(headers::set);
    if (last) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return response;
  }

  /** An answer after which the connection ends. */
  record Last(Answer answer) {}
}
