package io.credentialbroker.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;

/** A way to ask the kernel whose socket the other end of a loopback connection is. */
interface SocketTable extends AutoCloseable {
  /**
   * The user whose process holds the socket with this local and this remote address.
   *
   * @return empty when there is no such socket, or no process holds it any more
   * @throws IOException when this table cannot be asked here
   */
  OptionalInt ownerOf(InetSocketAddress local, InetSocketAddress remote) throws IOException;

  @Override
  default void close() {}
}
