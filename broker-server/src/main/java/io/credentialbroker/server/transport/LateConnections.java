package io.credentialbroker.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Sets up the connections of a listener whose port the system chooses: what does so is named after the port, and a
 * listener has to have a handler before it is bound. Nothing is accepted until {@link #are} was called.
 */
@Sharable
final class LateConnections extends ChannelInitializer<Channel> {
  private volatile @Nullable ChannelHandler connections;

  void are(ChannelHandler handler) {
    connections = handler;
  }

  @Override
  protected void initChannel(Channel channel) {
    ChannelHandler handler = connections;
    if (handler == null) {
      throw new IllegalStateException("a connection came before its listener was ready");
    }
    channel.pipeline().addLast(handler);
  }
}
