package io.credentialbroker.core.caller;

import org.jspecify.annotations.Nullable;

/**
 * Who is asking, as far as the transport and the token prove it. Nothing here comes from text that the
 * client merely claims.
 *
 * @param client the name of the token's owner ({@code user} for the daemon's own user), never a secret
 * @param grant which profiles it may have
 * @param peer who is at the other end of the connection, where the platform tells
 */
public record Caller(String client, Grant grant, @Nullable Peer peer) {
  /**
   * The process at the other end of a connection.
   *
   * @param uid its effective user id
   * @param pid its process id; 0 where unknown
   * @param socket the kernel's number of its end of a TCP connection, by which its process can be found; 0 where
   *     unknown
   */
  public record Peer(int uid, int pid, long socket) {
    /** A peer whose socket does not matter. */
    public Peer(int uid, int pid) {
      this(uid, pid, 0);
    }
  }
}
