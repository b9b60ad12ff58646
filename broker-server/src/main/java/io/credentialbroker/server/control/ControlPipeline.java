package io.credentialbroker.server.control;

import io.credentialbroker.server.ops.OpsPages;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a request on {@code control.sock} is looked at. Each step refuses by answering, and then
 * no later one runs.
 */
public final class ControlPipeline extends ChannelInitializer<Channel> {
  private static final int LONGEST_LINE = 2048;
  private static final int LARGEST_HEADERS = 8192;

  private final Supplier<? extends ChannelHandler> peerGate;
  private final Routes routes;
  private final @Nullable Monitor monitor;

  /** A pipeline that knows nothing of monitors. */
  public ControlPipeline(Supplier<? extends ChannelHandler> peerGate, ControlApi api) {
    this(peerGate, api, null);
  }

  /**
   * The pipeline over these parts.
   *
   * @param peerGate lets nobody past but the daemon's own user, and lets nothing be read before
   * @param pages what monitors ask for
   */
  public ControlPipeline(Supplier<? extends ChannelHandler> peerGate, ControlApi api,
      @Nullable OpsPages pages) {
    this.peerGate = peerGate;
    this.routes = api.routes();
    this.monitor = pages == null ? null : new Monitor(pages, api.blocking());
  }

  @Override
  protected void initChannel(Channel channel) {
    channel.pipeline()
        .addLast(peerGate.get())
        .addLast(new HttpServerCodec(new HttpDecoderConfig().setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LARGEST_HEADERS).setChunkedSupported(false)))
        .addLast(new AnswerWriter())
        .addLast(new WholeRequest())
        .addLast(new ConnectionDeadline())
        .addLast(new StrictRequest())
        .addLast(new ControlHandler(routes, monitor));
  }
}
