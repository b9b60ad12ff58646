package io.credentialbroker.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's decoder without the leniencies it keeps in strict mode: folded headers, blank lines before a request,
 * tabs and runs of spaces in the request line. What two parsers may read differently is refused, not repaired.
 *
 * <p>It decodes one request at a time: while one is being answered the bytes of the next stay where they are.
 */
final class StrictDecoder extends HttpRequestDecoder {
  private static final int LONGEST_LINE = 2048;
  private static final int LARGEST_HEADERS = 8192;

  private final Exchange exchange;
  private @Nullable ChannelHandlerContext context;
  private boolean inRead;
  private int wordEnd;

  StrictDecoder(Exchange exchange) {
    super(new HttpDecoderConfig()
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(LARGEST_HEADERS)
        .setInitialBufferSize(512)
        .setStrictLineParsing(true)
        .setAllowDuplicateContentLengths(false)
        .setChunkedSupported(true) // so that a chunked request is refused in words, as a body
        .setValidateHeaders(true)
        .setUseRfc9112TransferEncoding(true));
    this.exchange = exchange;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    inRead = true;
    try {
      super.channelRead(ctx, message);
    } finally {
      inRead = false;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (exchange.phase() == Exchange.Phase.ANSWERING) {
      // The superclass would ask for more bytes because none of these made a message.
      ctx.fireChannelReadComplete();
    } else {
      super.channelReadComplete(ctx);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    switch (exchange.phase()) {
      case LINGERING, CLOSED -> exchange.dropped(in.readableBytes(), in);
      case ANSWERING -> ctx.channel().config().setAutoRead(false);
      case IDLE, RECEIVING -> {
        boolean first = exchange.receiving();
        if (isMisshapen(in, first)) {
          in.skipBytes(in.readableBytes());
          out.add(malformed());
        } else {
          super.decode(ctx, in, out);
        }
        announce(out);
      }
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    super.decodeLast(ctx, in, out);
    announce(out);
  }

  /** Goes on with what has arrived meanwhile. */
  void resume() {
    ChannelHandlerContext ctx = context;
    if (ctx == null || inRead) {
      return; // The loop that is under way goes on by itself.
    }
    try {
      if (hasMore()) {
        channelRead(ctx, Unpooled.EMPTY_BUFFER);
      }
    } catch (Exception e) {
      ctx.fireExceptionCaught(e);
    }
    if (exchange.phase() != Exchange.Phase.ANSWERING) {
      ctx.channel().config().setAutoRead(true);
      exchange.caughtUp();
    }
  }

  /** Whether something lies here that has not been decoded yet. */
  boolean hasMore() {
    return actualReadableBytes() > 0;
  }

  private void announce(List<Object> out) {
    if (!out.isEmpty() && out.getFirst() instanceof HttpRequest request) {
      exchange.opened(request);
    }
  }

  /** Looks at the raw bytes of whole lines; each call begins at the start of a line. */
  private static boolean isMisshapen(ByteBuf in, boolean first) {
    int at = in.readerIndex();
    byte start = in.getByte(at);
    if (first ? start < 'A' || start > 'Z' : isBlank(start)) {
      return true;
    }
    int end = in.writerIndex();
    for (int lf = in.indexOf(at, end, (byte) '\n'); lf >= 0 && lf + 1 < end; lf = in.indexOf(lf + 1, end,
        (byte) '\n')) {
      if (isBlank(in.getByte(lf + 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static HttpRequest malformed() {
    var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("misshapen line")));
    return request;
  }

  @Override
  protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
    wordEnd = start + length;
    return super.splitFirstWordInitialLine(line, start, length);
  }

  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    oneSpaceBefore(line, start);
    wordEnd = start + length;
    return super.splitSecondWordInitialLine(line, start, length);
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    oneSpaceBefore(line, start);
    if (length != 8) {
      throw new IllegalArgumentException("the version of the protocol has eight characters");
    }
    // The superclass reads "http/1.1" as well; of the rest it is exact.
    if (line[start] != 'H' || line[start + 1] != 'T' || line[start + 2] != 'T' || line[start + 3] != 'P') {
      throw new IllegalArgumentException("the name of the protocol is case-sensitive");
    }
    return super.splitThirdWordInitialLine(line, start, length);
  }

  private void oneSpaceBefore(byte[] line, int start) {
    if (start != wordEnd + 1 || line[wordEnd] != ' ') {
      throw new IllegalArgumentException("the words of a request line are separated by one space");
    }
  }
}
