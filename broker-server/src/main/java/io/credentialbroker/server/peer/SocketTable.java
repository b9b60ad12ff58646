package io.credentialbroker.server.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A way to ask the kernel whose socket the other end of a loopback connection is. */
interface SocketTable extends AutoCloseable {
  /** The state of a socket that has got the end of what its peer sends (tcp_states.h). */
  int CLOSE_WAIT = 8;

  /**
   * Whose a socket is.
   *
   * @param uid the user whose process holds it
   * @param inode its number, never 0
   */
  record Owner(int uid, long inode) {}

  /**
   * The owner of the socket with this local and this remote address.
   *
   * @return empty when there is no such socket, or no process holds it any more
   * @throws IOException when this table cannot be asked here
   */
  Optional<Owner> ownerOf(InetSocketAddress local, InetSocketAddress remote) throws IOException;

  /**
   * Whether one of our own sockets has no peer any more: it was reset, which takes it out of the table, or has got the
   * peer's end.
   *
   * @throws IOException when this table cannot be asked here
   */
  default boolean hasLostPeer(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    return false;
  }

  @Override
  default void close() {}
}
