package io.credentialbroker.server.systemd;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readiness protocol of {@code sd_notify(3)}: one datagram for each state to the socket that
 * {@code NOTIFY_SOCKET} names. Without that variable nothing is sent. A failure to send is told in the log and
 * stops nothing.
 */
public final class Notify {
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.systemd");

  private final @Nullable String socket;

  /**
   * Sends to this socket.
   *
   * @param socket the value of {@code NOTIFY_SOCKET}: a path, or {@code @name} in the abstract namespace
   */
  public Notify(@Nullable String socket) {
    this.socket = socket;
  }

  /** The daemon serves. */
  public void ready() {
    send("READY=1");
  }

  /** The daemon has begun to stop. */
  public void stopping() {
    send("STOPPING=1");
  }

  /** The daemon is not stuck. */
  public void alive() {
    send("WATCHDOG=1");
  }

  private void send(String state) {
    if (socket == null || socket.isEmpty()) {
      return;
    }
    // The JDK has no datagrams on unix sockets; Netty's natives, loaded anyway, have.
    if (!Epoll.isAvailable()) {
      LOG.warn("systemd is not told {}: Netty's native library did not load", state);
      return;
    }
    byte[] address = socket.getBytes(StandardCharsets.UTF_8);
    if (address[0] == '@') {
      address[0] = 0;
    }
    byte[] text = state.getBytes(StandardCharsets.UTF_8);
    var buffer = ByteBuffer.allocateDirect(text.length).put(text);
    try {
      Socket datagrams = Socket.newSocketDomainDgram();
      try {
        datagrams.sendToDomainSocket(buffer, 0, text.length, address);
      } finally {
        datagrams.close();
      }
    } catch (IOException e) {
      LOG.warn("systemd is not told {}: its socket does not take it", state, e);
    }
  }
}
