package io.credentialbroker.sandbox.http;

import io.credentialbroker.sandbox.fault.Calls;
import io.credentialbroker.sandbox.fault.Faults;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listener on 127.0.0.1 and the connections it accepted, on daemon threads. It can be taken away and brought
 * back at the same port, which is how a service that is down looks from outside.
 */
public final class SandboxServer implements AutoCloseable {
  /** Longer than any SAML assertion or form that STS takes (100,000 characters, percent-encoded). */
  private static final int LONGEST_BODY = 1 << 20;
  private static final int LONGEST_HEAD = 64 << 10;
  private static final long GRACE_MILLIS = 50;
  private static final int BACKLOG = 16_384;

  private final EventLoopGroup loops;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ServerBootstrap bootstrap;
  private final InetSocketAddress address;
  private @Nullable Channel listener;

  /**
   * Binds.
   *
   * @param port 0 for any free one
   * @throws UncheckedIOException when the port is taken
   */
  public SandboxServer(int port, int threads, Router router, Faults faults, Calls calls,
      InstantSource clock) {
    this.loops = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("sandbox", true),
        NioIoHandler.newFactory());
    this.bootstrap = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true).childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            connections.add(channel);
            channel.pipeline()
                .addLast(new HttpServerCodec(
                    new HttpDecoderConfig().setMaxInitialLineLength(LONGEST_HEAD)
                        .setMaxHeaderSize(LONGEST_HEAD)))
                .addLast(new HttpObjectAggregator(LONGEST_BODY))
                .addLast(new FlowControlHandler()).addLast(new ExchangeHandler(router, faults, calls, clock));
          }
        });
    try {
      this.listener = bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (UncheckedIOException e) {
      var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw e;
    }
    this.address = (InetSocketAddress) listener.localAddress();
  }

  public int port() {
    return address.getPort();
  }

  /** Refuses connections from now on and drops those there are. */
  public synchronized void refuse() {
    if (listener != null) {
      listener.close().syncUninterruptibly();
      listener = null;
      connections.close().awaitUninterruptibly();
    }
  }

  /** Accepts connections again, at the same port. */
  public synchronized void accept() {
    if (listener == null && !loops.isShuttingDown()) {
      listener = bind(address);
    }
  }

  /**
   * Refuses connections for a while: the only way back for a caller that has no other connection. Returns at
   * once; the refusal begins a moment later, so that the answer to whoever asked for it can still leave.
   */
  public void refuseFor(long millis) {
    var _ = CompletableFuture
        .runAsync(this::refuse, CompletableFuture.delayedExecutor(GRACE_MILLIS, TimeUnit.MILLISECONDS))
        .thenRunAsync(this::accept, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
  }

  @Override
  public synchronized void close() {
    refuse();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private Channel bind(InetSocketAddress where) {
    var bound = bootstrap.bind(where).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new UncheckedIOException("the sandbox cannot listen on 127.0.0.1:" + where.getPort()
          + ": choose another port, or 0 for any", new IOException(bound.cause()));
    }
    return bound.channel();
  }
}
