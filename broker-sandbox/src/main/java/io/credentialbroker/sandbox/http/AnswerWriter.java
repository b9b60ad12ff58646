package io.credentialbroker.sandbox.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** Puts one answer on the wire, whole or spoiled. */
final class AnswerWriter {
  private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter
      .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int SLICE = 64 << 10;
  private static final byte[] NOISE = { 0, (byte) 0xff, '<', '{', (byte) 0xc3, 0x28, '<', '?', 'n', 'o', 'i',
      's',
      'e', '>', '"', '\n', 0x1b, '['};

  private final ChannelHandlerContext context;
  private final boolean keepAlive;
  private final Instant date;

  AnswerWriter(ChannelHandlerContext context, boolean keepAlive, Instant date) {
    this.context = context;
    this.keepAlive = keepAlive;
    this.date = date;
  }

  void write(Answer answer) {
    if (answer.isSilence()) {
      return;
    }
    byte[] body = answer.body();
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
        HttpResponseStatus.valueOf(answer.status()),
        Unpooled.wrappedBuffer(body));
    head(response.headers(), answer.contentType(), body.length);
    answer.headers().forEach(response.headers()::set);
    var written = context.writeAndFlush(response);
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  void writeHalf(Answer answer) {
    byte[] body = answer.body();
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1,
        HttpResponseStatus.valueOf(answer.status()));
    head(response.headers(), answer.contentType(), body.length);
    answer.headers().forEach(response.headers()::set);
    var _ = context.write(response);
    context
        .writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(Arrays.copyOf(body, body.length / 2))))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /** A linger of zero seconds makes the closing a reset. */
  void reset() {
    context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    var _ = context.close();
  }

  void writeNoise() {
    write(Answer.of(200, "text/xml", NOISE));
  }

  void writeEndless(long bytes) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head(response.headers(), "text/xml", bytes);
    var _ = context.writeAndFlush(response);
    writeSlices(bytes);
  }

  /** Slice after slice, the next only when the last has left, so that length costs no memory. */
  private void writeSlices(long left) {
    if (left <= 0) {
      var _ = context.close();
      return;
    }
    int size = (int) Math.min(left, SLICE);
    ByteBuf slice = context.alloc().buffer(size).writeZero(size);
    context.writeAndFlush(new DefaultHttpContent(slice)).addListener(done -> {
      if (done.isSuccess()) {
        writeSlices(left - size);
      }
    });
  }

  private void head(HttpHeaders headers, String contentType, long length) {
    headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
    headers.set(HttpHeaderNames.DATE, HTTP_DATE.format(date));
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, "close");
    }
  }
}
