package io.credentialbroker.server.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A way to ask the kernel whose socket the other end of a loopback connection is. */
interface SocketTable extends AutoCloseable {
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

  @Override
  default void close() {}
}
