package io.credentialbroker.server.transport;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket that listens. Closing it stops accepting; connections that were made before live on, also those that
 * had not been accepted yet.
 */
public final class Bound implements AutoCloseable {
  private final Channel channel;
  private final String name;
  private final Runnable before;
  private final Runnable afterwards;

  /** With what is to be done before and after the socket is closed. */
  Bound(Channel channel, String name, Runnable before, Runnable afterwards) {
    this.channel = channel;
    this.name = name;
    this.before = before;
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

  /** Lets in who comes, where that was put off until now. */
  void accept() {
    channel.config().setAutoRead(true);
  }

  /** Not on the event loop; returns when nobody is accepted any more. */
  @Override
  public void close() {
    before.run();
    channel.close().syncUninterruptibly();
    afterwards.run();
  }
}
