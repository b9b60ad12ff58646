package io.credentialbroker.server.pipeline;

import io.credentialbroker.server.peer.PeerGate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The gate of a listener for monitoring. It is as strict as that for credentials, and has no way to them: no
 * router, no token, no broker stands behind it. Anybody who can connect may ask; the names of profiles and clients
 * are what they learn.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see package-info
public final class OpsPipeline extends ChannelInitializer<Channel> {
  private final String listener;
  private final Connections connections;
  private final VendObserver observer;
  private final Function<String, CompletionStage<Answer>> pages;

  /**
   * A gate for one listener.
   *
   * @param listener its name in logs
   * @param connections the limits, which are not those of the listeners for credentials: a monitor in a loop must
   *     not keep programs out
   * @param pages from path and query to the answer; called on the event loop, returns at once
   */
  public OpsPipeline(String listener, Connections connections, VendObserver observer,
      Function<String, CompletionStage<Answer>> pages) {
    this.listener = listener;
    this.connections = connections;
    this.observer = observer;
    this.pages = pages;
  }

  @Override
  protected void initChannel(Channel channel) {
    var exchange = new Exchange(connections, listener, observer, channel);
    channel.pipeline().addLast(
        PeerGate.unchecked(), // a monitor runs as another user, or on another machine
        exchange,
        exchange.decoder(),
        new WellFormedGate(),
        new MethodGate(),
        new BodyGate(),
        // The address of this very connection: a listener on all addresses answers to the one that was called.
        HostGate.ofListener((InetSocketAddress) channel.localAddress()),
        new ForeignHeaderGate(),
        new Pages());
  }

  private final class Pages extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (!(message instanceof HttpRequest request)) {
        throw new IllegalStateException("only a request gets here");
      }
      pages.apply(request.uri()).whenComplete((answer, error) -> ctx.executor()
          .execute(() -> ctx.writeAndFlush(answer == null ? Refusal.INTERNAL : answer)));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close(); // A client that went away, or a fault that an answer cannot mend; nothing of it is secret.
    }
  }
}
