package io.credentialbroker.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Knows a request again. A client that keeps its connection open sends the same bytes each time, and what the steps
 * up to the router say depends on the bytes and on the listener, on nothing else: they would say the same again.
 * Bytes that are in every bit those of the last request on this very connection therefore go straight to the step
 * that looks at the token. That step and all behind it look anew at each request.
 *
 * <p>Only a whole request is remembered that came alone and in one piece, was routed, and leaves the connection
 * open. Its bytes hold the token; they are wiped when the connection ends.
 */
final class Repeat extends ChannelInboundHandlerAdapter {
  /** In bytes; SDKs send about 300. What is longer is decoded each time. */
  private static final int LONGEST = 2048;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Exchange exchange;
  private final Goal goal = new Goal();
  private ByteBuffer known = NOTHING;
  private boolean headOnly;
  /** Whether the decoder has seen something of what was read, and so wants to hear of the end. */
  private boolean decoded;
  private @Nullable Routed outcome;

  Repeat(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Stands behind the router: it sees what becomes of the bytes, and is where a repeated request goes on. */
  Goal goal() {
    return goal;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf in) || exchange.phase() != Exchange.Phase.IDLE) {
      decoded = true;
      ctx.fireChannelRead(message);
      return;
    }
    Routed same = outcome;
    if (same != null && isKnown(in)) {
      in.release();
      exchange.openAgain(headOnly);
      goal.goOn(same);
      return;
    }
    decoded = true;
    int start = in.readerIndex();
    int length = in.readableBytes();
    int before = exchange.requests();
    goal.reached = null;
    in.retain(); // the decoder gives its own reference back
    try {
      ctx.fireChannelRead(in);
      Routed routed = goal.reached;
      if (routed != null && length <= LONGEST && exchange.requests() == before + 1
          && exchange.isBetweenRequests()) {
        forget();
        known = ByteBuffer.allocate(length);
        in.getBytes(start, known.array());
        headOnly = exchange.isHeadOnly();
        outcome = routed;
      }
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (decoded) {
      decoded = false;
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    forget();
    goal.reached = null;
  }

  /** The bytes of the request that is known; wiped when they are no longer. */
  byte[] known() {
    return known.array();
  }

  private boolean isKnown(ByteBuf in) {
    int length = in.readableBytes();
    // As buffers of NIO they are compared in one go; two of Netty's are word by word, with a check for each.
    return length == known.limit() && in.internalNioBuffer(in.readerIndex(), length).mismatch(known) < 0;
  }

  private void forget() {
    Arrays.fill(known.array(), (byte) 0);
    known = NOTHING;
    outcome = null;
  }

  /** Behind the router. */
  static final class Goal extends ChannelInboundHandlerAdapter {
    private @Nullable ChannelHandlerContext context;
    private @Nullable Routed reached;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof Routed routed) {
        reached = routed;
      }
      ctx.fireChannelRead(message);
    }

    private void goOn(Routed routed) {
      ChannelHandlerContext ctx = context;
      if (ctx != null) {
        ctx.fireChannelRead(routed);
      }
    }
  }
}
