package io.credentialbroker.server.transport;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A socket that listens. Closing it stops accepting; connections accepted before live on. */
public final class Bound implements AutoCloseable {
  private final Channel channel;
  private final String name;
  private final Runnable afterwards;

  Bound(Channel channel, String name, Runnable afterwards) {
    this.channel = channel;
    this.name = name;
    this.afterwards = afterwards;
  }

  /** Address and port, or path, for people: {@code 127.0.0.1:9780}, {@code [::1]:9780}, {@code /run/…}. */
  public String name() {
    return name;
  }

  /** The address of a TCP listener, with the port that it really has; null for a unix socket. */
  public @Nullable InetSocketAddress tcpAddress() {
    return channel.localAddress() instanceof InetSocketAddress address ? address : null;
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    afterwards.run();
  }
}
