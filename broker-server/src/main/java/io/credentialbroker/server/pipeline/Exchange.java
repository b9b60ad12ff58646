package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.server.peer.PeerGate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/**
 * One connection's requests, one after the other: it knows how far the present one has come, turns an
 * {@link Answer} or a {@link Refusal} into bytes, sees to it that each request gets one answer, and closes when
 * client, answer or shutdown want that. All of it runs on the connection's event loop; {@link Connections}
 * reads phase and age from outside.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
final class Exchange extends ChannelDuplexHandler implements ChannelFutureListener {
  /** What a client is allowed to go on sending after it has been refused. */
  private static final int MOST_DROPPED = 64 * 1024;

  /** Of a peer that the system does not tell; no uid is below zero here. */
  private static final long UNKNOWN_USER = -1;

  /** How far the connection has come with its present request. */
  enum Phase {
    IDLE, RECEIVING, ANSWERING, LINGERING, CLOSED
  }

  private final Connections connections;
  private final String listener;
  private final VendObserver observer;
  private final Channel channel;
  private final StrictDecoder decoder = new StrictDecoder(this);
  private @Nullable ChannelHandlerContext context;
  /** Written last and read first, so that it carries the two below to whoever looks from another thread. */
  private volatile Phase phase = Phase.IDLE;
  private int since;
  private long order;
  private volatile long user = UNKNOWN_USER;
  private boolean answered;
  private boolean keepAlive;
  private boolean headOnly;
  private boolean closing;
  private boolean lingers;
  private boolean inputEnded;
  private boolean leaving;
  private int dropped;
  private int requests;

  Exchange(Connections connections, String listener, VendObserver observer, Channel channel) {
    this.connections = connections;
    this.listener = listener;
    this.observer = observer;
    this.channel = channel;
    this.since = connections.tick();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  StrictDecoder decoder() {
    return decoder;
  }

  Channel channel() {
    return channel;
  }

  Phase phase() {
    return phase;
  }

  /** Whose connection it is. */
  long user() {
    return user;
  }

  /** Since when it has been in the phase that was just asked for, as a place in the order of all such changes. */
  long order() {
    return order;
  }

  /** The peer is known now and may come in, if there is room. */
  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    Peer peer = PeerGate.peerOf(channel);
    user = peer == null ? UNKNOWN_USER : Integer.toUnsignedLong(peer.uid());
    enter(Phase.IDLE);
    if (connections.add(this)) {
      ctx.fireChannelActive();
    } else {
      observer.turnedAway(listener, peer, VendObserver.Turned.TOO_MANY);
      ctx.close();
    }
  }

  /** The tick at which the phase began that was just asked for. */
  int since() {
    return since;
  }

  /** Bytes of a request are here; true when they are its first. */
  boolean receiving() {
    if (phase == Phase.IDLE) {
      answered = false;
      enter(Phase.RECEIVING);
      return true;
    }
    return false;
  }

  /** The head of a request is complete, well-formed or not. */
  void opened(HttpRequest request) {
    if (phase == Phase.RECEIVING) {
      open(HttpUtil.isKeepAlive(request), request.method().equals(HttpMethod.HEAD));
    }
  }

  /** The same request as before is here, of which the decoder hears nothing. */
  void openAgain(boolean headOnly) {
    open(true, headOnly);
  }

  private void open(boolean keepAlive, boolean headOnly) {
    requests++;
    this.keepAlive = keepAlive;
    this.headOnly = headOnly;
    answered = false;
    enter(Phase.ANSWERING);
  }

  /** How many requests have begun to be answered on this connection; wraps around. */
  int requests() {
    return requests;
  }

  boolean isHeadOnly() {
    return headOnly;
  }

  /** Whether all that has arrived was whole requests, the last of them answered or being so, and another may come. */
  boolean isBetweenRequests() {
    return (phase == Phase.IDLE || phase == Phase.ANSWERING) && keepAlive && !decoder.hasMore();
  }

  /** Bytes that nobody will read any more. */
  void dropped(int count, ByteBuf in) {
    in.skipBytes(count);
    dropped += count;
    if (dropped > MOST_DROPPED) {
      channel.close();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    switch (message) {
      case Refusal refusal -> {
        // Half a request that was refused as too slow is found malformed, too, when the input ends.
        if (!answered) {
          observer.refused(listener, PeerGate.peerOf(channel), refusal);
        }
        answer(ctx, refusal.answer(), promise);
      }
      case Answer answer -> answer(ctx, answer, promise);
      default -> ctx.write(message, promise);
    }
  }

  private void answer(ChannelHandlerContext ctx, Answer answer, ChannelPromise promise) {
    if (phase != Phase.ANSWERING || answered) {
      if (!promise.isVoid()) {
        promise.setFailure(new IllegalStateException("no request is waiting for this answer"));
      }
      return;
    }
    answered = true;
    // What has been sent already is answered as well, though the client or the broker is about to go.
    boolean last = (inputEnded || connections.isDraining()) && !decoder.hasMore();
    closing = !keepAlive || answer.closes() || last;
    // Leftover bytes come where a request was cut off, or the client could not know that this was the last;
    // elsewhere closing at once is safe.
    lingers = answer.closes() || connections.isDraining();
    ctx.write(answer.encode(ctx.alloc(), headOnly, closing), ctx.voidPromise());
    leaving = true;
  }

  /** An answer mostly leaves in the very call; only where the client is slow to read has one to be told of that. */
  @Override
  public void flush(ChannelHandlerContext ctx) {
    ctx.flush();
    if (!leaving) {
      return;
    }
    leaving = false;
    // Whatever is still waiting takes some of what may wait.
    if (channel.bytesBeforeUnwritable() >= channel.config().getWriteBufferHighWaterMark()) {
      left();
    } else {
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(this);
    }
  }

  @Override
  public void operationComplete(ChannelFuture written) {
    if (written.isSuccess()) {
      left();
    } else {
      channel.close();
    }
  }

  private void left() {
    if (!closing) {
      enter(Phase.IDLE);
      decoder.resume();
    } else if (lingers) {
      linger();
    } else {
      channel.close();
    }
  }

  /** Says that nothing more will come, and closes when the client has seen that. */
  private void linger() {
    if (channel instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
      enter(Phase.LINGERING);
      channel.config().setAutoRead(true);
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }

  /** The sweep found the present phase too old; looks again, since it came from another thread. */
  void expire(int tick) {
    if (tick - since < connections.patience(phase)) {
      return;
    }
    if (phase == Phase.RECEIVING) {
      open(false, false);
      channel.pipeline().writeAndFlush(Refusal.TOO_SLOW);
    } else if (phase == Phase.IDLE && connections.isDraining()) {
      linger();
    } else {
      channel.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      ctx.fireUserEventTriggered(event);
      return;
    }
    inputEnded = true;
    if (phase != Phase.ANSWERING) {
      caughtUp();
    }
  }

  /**
   * All whole requests are answered. A client may close its half once it has sent them; only now may the
   * decoder hear of that, because it then throws away what it has not decoded.
   */
  void caughtUp() {
    ChannelHandlerContext ctx = context;
    if (!inputEnded || ctx == null) {
      return;
    }
    ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    // The decoder may have found half a request; its refusal ends the connection, once it has left.
    if (phase != Phase.ANSWERING) {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    phase = Phase.CLOSED;
    connections.remove(this);
    ctx.fireChannelInactive();
  }

  private void enter(Phase next) {
    since = connections.tick();
    order = connections.nextOrder();
    phase = next;
  }
}
