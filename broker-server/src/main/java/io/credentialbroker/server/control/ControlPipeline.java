package io.credentialbroker.server.control;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.List;
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

  /**
   * The pipeline over these pages.
   *
   * @param peerGate lets nobody past but the daemon's own user, and lets nothing be read before
   * @param monitor what monitors ask for; null for a pipeline that knows nothing of them
   */
  public ControlPipeline(Supplier<? extends ChannelHandler> peerGate, List<? extends Pages> pages,
      @Nullable Monitor monitor) {
    this.peerGate = peerGate;
    this.routes = new Routes(pages);
    this.monitor = monitor;
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
